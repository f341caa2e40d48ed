'use client';

import {
  Ban,
  CalendarClock,
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  Hourglass,
  type LucideIcon,
  PencilLine,
  RotateCcw,
  Ticket,
  UserCheck,
} from 'lucide-react';
import { useT } from '@/lib/i18n/client';
import type en from '@/lib/i18n/locales/en';
import { Badge, type Tone } from './badge';

export type Status = keyof typeof en.status;

const looks: Record<Status, [Tone, LucideIcon]> = {
  draft: ['neutral', PencilLine],
  published: ['positive', CircleCheck],
  cancelled: ['critical', Ban],
  pending: ['caution', Hourglass],
  confirmed: ['positive', CircleCheck],
  expired: ['neutral', Clock],
  valid: ['positive', Ticket],
  checked_in: ['info', UserCheck],
  created: ['neutral', CircleDashed],
  succeeded: ['positive', CircleCheck],
  failed: ['critical', CircleX],
  queued: ['caution', Hourglass],
  refunded: ['info', RotateCcw],
  on_sale: ['positive', Ticket],
  held: ['caution', Hourglass],
  sold_out: ['critical', Ban],
  not_yet: ['info', CalendarClock],
  ended: ['neutral', Clock],
};

export function isStatus(value: string): value is Status {
  return value in looks;
}

/** A status of the product (of an event, a registration, a payment, a ticket type) in words, icon and colour. */
export function StatusBadge({ status, className }: { status: string; className?: string }) {
  const t = useT();
  // GraphQL spells enum values in capitals.
  const key = status.toLowerCase();
  if (!isStatus(key)) return <Badge className={className}>{status}</Badge>;
  const [tone, Icon] = looks[key];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />} className={className}>
      {t(`status.${key}`)}
    </Badge>
  );
}

'use client';

import { UserRoundCheck } from 'lucide-react';
import { formatDateTime } from '@/lib/format/dates';
import { useLocale, useT } from '@/lib/i18n/client';
import { Card } from '@/ui/card';
import type { Registration } from './registration-screen';

/** A ticket that belongs to somebody else now: in place of its code, to whom. */
export function HandedOverTicket({
  ticket,
  timezone,
}: {
  ticket: Registration['handedOverTickets']['nodes'][number];
  timezone: string;
}) {
  const t = useT('registration');
  const { formatLocale } = useLocale();
  return (
    <Card as="li" className="print:hidden" data-testid="handed-over-ticket">
      <div className="flex gap-4">
        <UserRoundCheck aria-hidden="true" className="mt-0.5 size-6 shrink-0 text-muted" />
        <div className="flex min-w-0 flex-col gap-1">
          <h2 className="font-semibold break-words">
            {t('handedOver.title', { name: ticket.attendeeName ?? '' })}
          </h2>
          <p className="text-sm text-muted">
            {ticket.ticketTypeName}
            {ticket.handedOverAt
              ? ` · ${formatDateTime(ticket.handedOverAt, timezone, formatLocale)}`
              : null}
          </p>
          <p className="text-sm text-muted">{t('handedOver.text')}</p>
        </div>
      </div>
    </Card>
  );
}

'use client';

import { CalendarDays, EyeOff, Globe } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { formatRange, zoneName } from '@/lib/format/dates';
import { formatNumber } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';
import { Badge } from '@/ui/badge';
import { Card } from '@/ui/card';
import { Progress } from '@/ui/progress';
import { StatusBadge } from '@/ui/status-badge';
import type { OrganizerEvent } from './use-organizer-events';

/** One event of the list: what, when, in which state, and how far its capacity is sold. */
export function EventRow({ event, href }: { event: OrganizerEvent; href: string }) {
  const t = useT('organization');
  const { formatLocale } = useLocale();
  const quota = event.quotas.nodes[0];
  const isPublic = event.visibility === 'public';
  return (
    <Card as="li" padding="none" className="transition-shadow hover:shadow-float">
      <Link
        href={href}
        className="flex flex-col gap-x-5 gap-y-3 rounded-card p-4 no-underline sm:flex-row sm:items-center"
      >
        <span className="flex min-w-0 flex-1 items-start gap-4 sm:items-center">
          <CoverThumb key={event.coverImageUrl} src={event.coverImageUrl} />
          <span className="min-w-0 flex-1">
            <span className="block font-semibold text-pretty break-words">{event.title}</span>
            <span className="mt-0.5 block text-sm text-muted">
              {formatRange(event.startsAt, event.endsAt, event.timezone, formatLocale)}{' '}
              <span className="whitespace-nowrap">
                {zoneName(event.startsAt, event.timezone, formatLocale)}
              </span>
            </span>
            <span className="mt-2 flex flex-wrap gap-1.5">
              <StatusBadge status={event.status} />
              <Badge icon={isPublic ? <Globe aria-hidden="true" /> : <EyeOff aria-hidden="true" />}>
                {t(isPublic ? 'events.public' : 'events.unlisted')}
              </Badge>
            </span>
          </span>
        </span>
        <span className="flex w-full flex-col gap-1.5 sm:w-48 sm:shrink-0">
          {quota ? (
            <Sold
              title={event.title}
              sold={quota.soldCount}
              held={quota.heldCount}
              capacity={quota.capacity}
            />
          ) : (
            <span className="text-xs text-muted">{t('events.noCapacity')}</span>
          )}
        </span>
      </Link>
    </Card>
  );
}

function Sold({
  title,
  sold,
  held,
  capacity,
}: {
  title: string;
  sold: number;
  held: number;
  capacity: number;
}) {
  const t = useT('organization');
  const { formatLocale } = useLocale();
  const n = (value: number) => formatNumber(value, formatLocale);
  const text =
    held > 0
      ? t('events.soldAndHeld', { sold: n(sold), held: n(held), capacity: n(capacity) })
      : t('events.sold', { sold: n(sold), capacity: n(capacity) });
  return (
    <>
      <span className="tabular text-xs text-muted">{text}</span>
      <Progress
        label={t('events.soldLabel', { title })}
        value={sold}
        max={capacity}
        valueText={text}
        tone={capacity > 0 && sold >= capacity ? 'positive' : 'brand'}
      />
    </>
  );
}

function CoverThumb({ src }: { src: string | null }) {
  const [isBroken, setBroken] = useState(false);
  return (
    <span
      aria-hidden="true"
      className="flex aspect-4/3 w-20 shrink-0 items-center justify-center overflow-hidden rounded-control bg-brand-soft text-brand sm:w-28"
    >
      {src && !isBroken ? (
        // biome-ignore lint/performance/noImgElement: an address the organizer chose, at no fixed size
        <img
          src={src}
          alt=""
          loading="lazy"
          onError={() => setBroken(true)}
          className="size-full object-cover"
        />
      ) : (
        <CalendarDays className="size-6" />
      )}
    </span>
  );
}

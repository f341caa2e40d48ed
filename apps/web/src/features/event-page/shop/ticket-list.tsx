'use client';

import { Radio } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatDateTime } from '@/lib/format/dates';
import { formatPercent } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';
import { AvailabilityNews } from './availability-news';
import { useShop } from './shop-provider';
import { TicketRow } from './ticket-row';

export function TicketList({ notice }: { notice?: ReactNode }) {
  const t = useT('event-page');
  const { formatLocale } = useLocale();
  const { types, isLive, event } = useShop();
  return (
    <section aria-labelledby="tickets" className="flex scroll-mt-20 flex-col gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id="tickets" tabIndex={-1} className="scroll-mt-20 font-display text-title font-bold">
          {t('tickets.title')}
        </h2>
        {isLive && event.isOpen ? (
          <p className="flex items-center gap-1.5 text-xs text-muted">
            <Radio aria-hidden="true" className="size-3.5 text-positive" />
            {t('tickets.live')}
          </p>
        ) : null}
      </div>
      {notice}
      {types.length === 0 ? (
        <p className="rounded-card border border-dashed border-line-strong/60 p-6 text-sm text-muted">
          {t('tickets.none')}
        </p>
      ) : (
        <ul className="flex flex-col gap-3">
          {types.map((type) => (
            <TicketRow key={type.id} type={type} />
          ))}
        </ul>
      )}
      {event.isOpen && event.maxPerPerson ? (
        <p className="text-sm text-muted">
          {t('tickets.perPerson', { count: event.maxPerPerson })}
        </p>
      ) : null}
      {event.isOpen && event.cancellableUntil ? (
        <p className="text-sm text-muted">
          {t('tickets.cancellable', {
            date: formatDateTime(event.cancellableUntil, event.zone, formatLocale),
            percent: formatPercent(event.cancellationRefundPercent / 100, formatLocale),
          })}
        </p>
      ) : null}
      {event.isOpen ? <AvailabilityNews /> : null}
    </section>
  );
}

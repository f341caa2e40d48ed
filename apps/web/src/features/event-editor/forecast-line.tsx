'use client';

import { useMemo } from 'react';
import { useWatch } from 'react-hook-form';
import { formatMoney, formatNumber } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';
import { forecast } from './sales-forecast';
import type { TicketsEditorForm } from './tickets-form';
import { priceOf, quotaIdsOf, type SoldState, type TicketSetup } from './tickets-model';

/** What this setup can bring at most, as it stands on screen. */
export function ForecastLine({
  form,
  sold,
  currency,
}: {
  form: TicketsEditorForm;
  sold: SoldState;
  currency: string;
}) {
  const t = useT('event-editor');
  const { formatLocale } = useLocale();
  const setup = useWatch({ control: form.control }) as TicketSetup;
  const { tickets, revenueMinor } = useMemo(
    () => setupForecast(setup, sold, currency),
    [setup, sold, currency],
  );
  return (
    <dl className="flex min-w-0 flex-wrap gap-x-6 gap-y-1 text-sm">
      <div className="flex flex-wrap gap-x-2">
        <dt className="text-muted">{t('forecast.tickets')}</dt>
        <dd className="tabular font-semibold">
          {tickets === null ? t('forecast.unlimited') : formatNumber(tickets, formatLocale)}
        </dd>
      </div>
      <div className="flex flex-wrap gap-x-2">
        <dt className="text-muted">{t('forecast.revenue')}</dt>
        <dd className="tabular font-semibold">
          {revenueMinor === null
            ? t('forecast.unlimited')
            : formatMoney({ amountMinor: revenueMinor, currency }, formatLocale)}
        </dd>
      </div>
    </dl>
  );
}

/** Types that are switched off sell no more, but what they sold keeps its places and its money. */
function setupForecast(setup: TicketSetup, sold: SoldState, currency: string) {
  const capacities = new Map<string, number>();
  if (setup.hasCapacity) capacities.set(setup.capacityId, setup.capacity ?? 0);
  for (const { id, capacity } of setup.pools) capacities.set(id, capacity ?? 0);
  for (const { ownQuotaId, ownCapacity } of setup.types) {
    if (ownCapacity !== null) capacities.set(ownQuotaId, ownCapacity);
  }
  let goneTickets = 0;
  let goneRevenue = 0;
  for (const type of setup.types.filter(({ isActive }) => !isActive)) {
    const count = sold.types.get(type.id)?.sold ?? 0;
    goneTickets += count;
    goneRevenue += count * (priceOf(type.price, currency) ?? 0);
    for (const id of quotaIdsOf(type, setup, sold)) {
      capacities.set(id, Math.max(0, (capacities.get(id) ?? 0) - count));
    }
  }
  const offers = setup.types
    .filter(({ isActive }) => isActive)
    .map((type) => ({
      priceMinor: priceOf(type.price, currency) ?? 0,
      quotaIds: quotaIdsOf(type, setup, sold),
    }));
  const { tickets, revenueMinor } = forecast(offers, capacities);
  return {
    tickets: tickets === null ? null : tickets + goneTickets,
    revenueMinor: revenueMinor === null ? null : revenueMinor + goneRevenue,
  };
}

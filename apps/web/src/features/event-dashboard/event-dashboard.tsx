'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Banknote, Hourglass, Radio, Ticket, UserCheck } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import {
  EventChartsDocument,
  EventDashboardDocument,
  type EventDashboardQuery,
} from '@/gql/graphql';
import { formatDateTime } from '@/lib/format/dates';
import { formatMoney, formatNumber, formatPercent, minorUnits } from '@/lib/format/money';
import { graphKey, useGraphQuery } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { useLive } from '@/lib/live/use-live';
import { usePaced } from '@/lib/use-paced';
import { Badge } from '@/ui/badge';
import { LinkButton } from '@/ui/button';
import { Card, CardHeader } from '@/ui/card';
import { Money } from '@/ui/money';
import { Skeleton } from '@/ui/skeleton';
import { Stat } from '@/ui/stat';
import { EmptyState, ErrorState, LoadingState } from '@/ui/states';
import { StatusBadge } from '@/ui/status-badge';
import { Table } from '@/ui/table';

const SalesCharts = dynamic(() => import('./sales-charts'), {
  ssr: false,
  loading: () => <Skeleton className="h-72 w-full" />,
});

type Sales = NonNullable<EventDashboardQuery['eventSales']>['nodes'][number];

/** As often as the live room tells of changes. */
const totalsRefreshMs = 250;
/** Charts move slower than counters; a redraw every ten seconds is plenty. */
const chartRefreshMs = 10_000;

/** One event while it happens: what is sold, held, earned, and who is in. Moves by itself. */
export function EventDashboard({ eventId, basePath }: { eventId: string; basePath: string }) {
  const t = useT('event-dashboard');
  const { formatLocale } = useLocale();
  const queryClient = useQueryClient();
  const variables = { id: eventId };
  const { data, error, isPending, refetch } = useGraphQuery(EventDashboardDocument, variables);
  const charts = useGraphQuery(EventChartsDocument, variables);
  const lookAgain = usePaced(
    () => queryClient.invalidateQueries({ queryKey: graphKey(EventDashboardDocument, variables) }),
    totalsRefreshMs,
  );
  const drawAgain = usePaced(
    () => queryClient.invalidateQueries({ queryKey: graphKey(EventChartsDocument, variables) }),
    chartRefreshMs,
  );
  const { connected } = useLive({ kind: 'totals', eventId }, () => {
    lookAgain();
    drawAgain();
  });

  if (isPending) return <LoadingState lines={6} />;
  if (!data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const [totals] = data.eventTotals?.nodes ?? [];
  if (!data.event || !totals) return null;
  const count = (value: string | null) => formatNumber(minorUnits(value), formatLocale);
  const sold = minorUnits(totals.soldCount);
  const checkedIn = minorUnits(totals.checkedInCount);
  const currency = totals.currency ?? data.event.currency;
  const sales = data.eventSales?.nodes ?? [];

  return (
    <div className="flex flex-col gap-8">
      <section aria-label={t('totals')}>
        <div className="mb-3 flex items-center justify-between">
          <h2 className="text-lg font-semibold">{t('totals')}</h2>
          <Badge tone={connected ? 'positive' : 'neutral'} icon={<Radio aria-hidden="true" />}>
            {connected ? t('live') : t('connecting')}
          </Badge>
        </div>
        <dl className="grid grid-cols-2 gap-3 xl:grid-cols-4">
          <Stat
            icon={<Ticket aria-hidden="true" />}
            label={t('sold')}
            value={<span data-testid="sold">{count(totals.soldCount)}</span>}
            detail={
              totals.capacity === null
                ? null
                : t('soldOf', { capacity: formatNumber(totals.capacity, formatLocale) })
            }
          />
          <Stat
            icon={<Hourglass aria-hidden="true" />}
            label={t('held')}
            value={<span data-testid="held">{count(totals.heldCount)}</span>}
            detail={t('heldDetail')}
          />
          <Stat
            icon={<Banknote aria-hidden="true" />}
            label={t('revenue')}
            value={<Money amountMinor={totals.revenueMinor ?? '0'} currency={currency} />}
            detail={
              minorUnits(totals.refundedMinor) > 0
                ? t('refunded', {
                    amount: formatMoney(
                      { amountMinor: minorUnits(totals.refundedMinor), currency },
                      formatLocale,
                    ),
                  })
                : t('orders', { count: minorUnits(totals.registrationCount) })
            }
          />
          <Stat
            icon={<UserCheck aria-hidden="true" />}
            label={t('checkedIn')}
            value={<span data-testid="checked-in">{count(totals.checkedInCount)}</span>}
            detail={
              sold > 0
                ? t('checkedInOf', { percent: formatPercent(checkedIn / sold, formatLocale) })
                : null
            }
          />
        </dl>
        <p className="sr-only" role="status">
          {t('announced', { sold, checkedIn })}
        </p>
      </section>

      {charts.data ? (
        <SalesCharts charts={charts.data} zone={data.event.timezone} currency={currency} />
      ) : charts.error ? (
        <ErrorState error={charts.error} onRetry={() => void charts.refetch()} />
      ) : (
        <Skeleton className="h-72 w-full" />
      )}

      <section>
        <h2 className="mb-3 text-lg font-semibold">{t('byType')}</h2>
        {sales.length === 0 ? (
          <EmptyState
            icon={<Ticket aria-hidden="true" />}
            title={t('noTypes')}
            text={t('noTypesText')}
            level={3}
            action={
              <LinkButton variant="primary" href={`${basePath}/tickets`}>
                {t('addTickets')}
              </LinkButton>
            }
          />
        ) : (
          <Table<Sales>
            caption={t('byType')}
            rows={sales}
            rowKey={(row) => row.ticketTypeId ?? ''}
            columns={[
              { key: 'name', header: t('type'), primary: true, cell: (row) => row.name },
              {
                key: 'price',
                header: t('price'),
                align: 'end',
                cell: (row) => (
                  <Money
                    amountMinor={row.priceMinor ?? '0'}
                    currency={row.currency ?? currency}
                    free
                  />
                ),
              },
              { key: 'sold', header: t('sold'), align: 'end', cell: (row) => count(row.soldCount) },
              { key: 'held', header: t('held'), align: 'end', cell: (row) => count(row.heldCount) },
              {
                key: 'left',
                header: t('left'),
                align: 'end',
                cell: (row) =>
                  row.remaining === null
                    ? t('unlimited')
                    : formatNumber(row.remaining, formatLocale),
              },
              {
                key: 'revenue',
                header: t('revenue'),
                align: 'end',
                cell: (row) => (
                  <Money
                    amountMinor={row.revenueMinor ?? '0'}
                    currency={row.currency ?? currency}
                  />
                ),
              },
              {
                key: 'in',
                header: t('checkedIn'),
                align: 'end',
                cell: (row) => count(row.checkedInCount),
              },
            ]}
          />
        )}
      </section>

      <Card as="section">
        <CardHeader
          title={t('recent')}
          actions={
            <LinkButton size="sm" href={`${basePath}/registrations`}>
              {t('allOrders')}
            </LinkButton>
          }
        />
        {data.searchRegistrations?.nodes.length ? (
          <ul className="divide-y divide-line">
            {data.searchRegistrations.nodes.map((order) => (
              <li key={order.id}>
                <Link
                  href={`${basePath}/registrations/${order.id}`}
                  className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 py-2 no-underline hover:bg-sunken/60"
                >
                  <span className="min-w-0 flex-1">
                    <span className="block truncate font-semibold">
                      {order.buyerName ?? t(order.status === 'pending' ? 'guest' : 'unfinished')}
                    </span>
                    <span className="block truncate text-xs text-muted">
                      {order.confirmationNumber} ·{' '}
                      {formatDateTime(order.createdAt, data.event?.timezone ?? 'UTC', formatLocale)}
                    </span>
                  </span>
                  <span className="tabular text-sm">
                    <Money amountMinor={order.totalMinor} currency={order.currency} free />
                  </span>
                  <StatusBadge status={order.status} />
                </Link>
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-sm text-muted">{t('noOrders')}</p>
        )}
      </Card>
    </div>
  );
}

'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { ReceiptText } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { OrdersDocument, type OrdersQuery, type RegistrationStatus } from '@/gql/graphql';
import { pageSize, useCursorPages } from '@/lib/cursor-pages';
import { formatDateTime } from '@/lib/format/dates';
import { useGraphQuery } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { useDebounced } from '@/lib/use-debounced';
import { Field } from '@/ui/field';
import { Select } from '@/ui/input';
import { Money } from '@/ui/money';
import { Pagination } from '@/ui/pagination';
import { SearchField } from '@/ui/search-field';
import { EmptyState, ErrorState, LoadingState } from '@/ui/states';
import { StatusBadge } from '@/ui/status-badge';
import { Table } from '@/ui/table';

type Order = NonNullable<OrdersQuery['searchRegistrations']>['nodes'][number];

const statuses = [
  'pending',
  'confirmed',
  'cancelled',
  'expired',
] as const satisfies readonly RegistrationStatus[];

/** An event's registrations, newest first. */
export function OrderList({ eventId, basePath }: { eventId: string; basePath: string }) {
  const t = useT('attendees');
  const { formatLocale } = useLocale();
  const [search, setSearch] = useState('');
  const [status, setStatus] = useState<RegistrationStatus | ''>('');
  const rested = useDebounced(search.trim());
  const { after, reset, pages } = useCursorPages();
  const { data, error, isPending, isFetching, refetch } = useGraphQuery(
    OrdersDocument,
    { eventId, search: rested || null, status: status || null, first: pageSize, after },
    { placeholderData: keepPreviousData },
  );
  const list = data?.searchRegistrations;
  const zone = data?.event?.timezone ?? 'UTC';
  const isFiltered = rested !== '' || status !== '';

  return (
    <section aria-label={t('orders.title')} className="flex flex-col gap-4">
      <div className="grid gap-3 sm:grid-cols-[minmax(0,2fr)_1fr]">
        <SearchField
          label={t('orders.search')}
          value={search}
          onValueChange={(value) => {
            setSearch(value);
            reset();
          }}
        />
        <Field label={t('orders.status')} hideLabel hideOptional>
          <Select
            value={status}
            onChange={({ target }) => {
              setStatus(statuses.find((known) => known === target.value) ?? '');
              reset();
            }}
            options={[
              { value: '', label: t('orders.all') },
              ...statuses.map((value) => ({ value, label: t(`common:status.${value}`) })),
            ]}
          />
        </Field>
      </div>
      {isPending ? <LoadingState lines={6} /> : null}
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {list && list.nodes.length === 0 ? (
        <EmptyState
          icon={<ReceiptText aria-hidden="true" />}
          title={t(isFiltered ? 'orders.nothingTitle' : 'orders.emptyTitle')}
          text={isFiltered ? t('attendees.nothingText') : t('orders.emptyText')}
        />
      ) : null}
      {list && list.nodes.length > 0 ? (
        <>
          <Table<Order>
            caption={t('orders.title')}
            rows={list.nodes}
            rowKey={(row) => row.id}
            columns={[
              {
                key: 'buyer',
                header: t('orders.buyer'),
                primary: true,
                cell: (row) => (
                  <Link
                    href={`${basePath}/registrations/${row.id}`}
                    className="underline-offset-4 hover:underline"
                  >
                    <bdi>
                      {row.buyerName ??
                        t(row.status === 'pending' ? 'orders.guest' : 'orders.unfinished')}
                    </bdi>
                    {row.buyerEmail ? (
                      <span className="block text-xs font-normal break-all text-muted">
                        {row.buyerEmail}
                      </span>
                    ) : null}
                  </Link>
                ),
              },
              {
                key: 'number',
                header: t('orders.number'),
                hideOnPhone: true,
                cell: (row) => <span className="tabular text-xs">{row.confirmationNumber}</span>,
              },
              {
                key: 'tickets',
                header: t('orders.tickets'),
                align: 'end',
                cell: (row) =>
                  row.registrationItems.nodes.reduce((sum, { quantity }) => sum + quantity, 0),
              },
              {
                key: 'total',
                header: t('orders.total'),
                align: 'end',
                cell: (row) => <Money amountMinor={row.totalMinor} currency={row.currency} free />,
              },
              {
                key: 'when',
                header: t('orders.when'),
                cell: (row) => formatDateTime(row.createdAt, zone, formatLocale),
              },
              {
                key: 'status',
                header: t('orders.status'),
                cell: (row) => <StatusBadge status={row.status} />,
              },
            ]}
          />
          <Pagination
            {...pages(list.pageInfo, list.nodes.length, list.totalCount)}
            pending={isFetching}
          />
        </>
      ) : null}
    </section>
  );
}

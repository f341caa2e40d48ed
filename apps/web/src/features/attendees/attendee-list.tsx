'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { Download, Users } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { AttendeeFiltersDocument, AttendeesDocument, type AttendeesQuery } from '@/gql/graphql';
import { useAuth } from '@/lib/auth/auth-provider';
import { useConfig } from '@/lib/config/client';
import { pageSize, useCursorPages } from '@/lib/cursor-pages';
import { downloadWithToken } from '@/lib/downloads';
import { failureText } from '@/lib/errors';
import { formatTime } from '@/lib/format/dates';
import { formatCode } from '@/lib/format/ticket-code';
import { useGraphQuery } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { useDebounced } from '@/lib/use-debounced';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Select } from '@/ui/input';
import { Pagination } from '@/ui/pagination';
import { SearchField } from '@/ui/search-field';
import { EmptyState, ErrorState, LoadingState } from '@/ui/states';
import { StatusBadge } from '@/ui/status-badge';
import { Table } from '@/ui/table';
import { useToast } from '@/ui/toast';

type Attendee = NonNullable<AttendeesQuery['searchAttendees']>['nodes'][number];

/** Everybody who holds a ticket of the event. */
export function AttendeeList({ eventId, basePath }: { eventId: string; basePath: string }) {
  const t = useT('attendees');
  const { formatLocale } = useLocale();
  const [search, setSearch] = useState('');
  const [ticketTypeId, setTicketTypeId] = useState('');
  const [admission, setAdmission] = useState('');
  const rested = useDebounced(search.trim());
  const { after, reset, pages } = useCursorPages();
  const filters = useGraphQuery(AttendeeFiltersDocument, { id: eventId });
  const isFiltered = rested !== '' || ticketTypeId !== '' || admission !== '';
  const { data, error, isPending, isFetching, refetch } = useGraphQuery(
    AttendeesDocument,
    {
      eventId,
      search: rested || null,
      ticketTypeId: ticketTypeId || null,
      isCheckedIn: admission === '' ? null : admission === 'in',
      first: pageSize,
      after,
    },
    { placeholderData: keepPreviousData },
  );
  const event = filters.data?.event;
  const ticketTypes = [
    ...(event?.ticketTypes.nodes ?? []),
    ...(event?.moreTicketTypes.nodes ?? []),
  ];
  const list = data?.searchAttendees;
  const clear = () => {
    setSearch('');
    setTicketTypeId('');
    setAdmission('');
    reset();
  };
  const change = (set: (value: string) => void) => (value: string) => {
    set(value);
    reset();
  };

  return (
    <section aria-label={t('attendees.title')} className="flex flex-col gap-4">
      <div className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[minmax(0,2fr)_1fr_1fr_auto]">
        <SearchField
          label={t('attendees.search')}
          value={search}
          onValueChange={change(setSearch)}
        />
        <Field label={t('attendees.type')} hideLabel hideOptional>
          <Select
            value={ticketTypeId}
            onChange={({ target }) => change(setTicketTypeId)(target.value)}
            options={[
              { value: '', label: t('attendees.allTypes') },
              ...ticketTypes.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </Field>
        <Field label={t('attendees.admission')} hideLabel hideOptional>
          <Select
            value={admission}
            onChange={({ target }) => change(setAdmission)(target.value)}
            options={[
              { value: '', label: t('attendees.everybody') },
              { value: 'in', label: t('attendees.inside') },
              { value: 'out', label: t('attendees.outside') },
            ]}
          />
        </Field>
        <ExportButton eventId={eventId} fileName={`${event?.slug ?? 'attendees'}.csv`} />
      </div>
      {isPending ? <LoadingState lines={6} /> : null}
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {list && list.nodes.length === 0 ? (
        <EmptyState
          icon={<Users aria-hidden="true" />}
          title={t(isFiltered ? 'attendees.nothingTitle' : 'attendees.emptyTitle')}
          text={t(isFiltered ? 'attendees.nothingText' : 'attendees.emptyText')}
          action={isFiltered ? <Button onClick={clear}>{t('attendees.clear')}</Button> : null}
        />
      ) : null}
      {list && list.nodes.length > 0 ? (
        <>
          <Table<Attendee>
            caption={t('attendees.title')}
            rows={list.nodes}
            rowKey={(row) => row.id}
            columns={[
              {
                key: 'name',
                header: t('attendees.name'),
                primary: true,
                cell: (row) => (
                  <Link
                    href={`${basePath}/registrations/${row.registrationId}`}
                    className="underline-offset-4 hover:underline"
                  >
                    <bdi>{row.attendeeName}</bdi>
                  </Link>
                ),
              },
              {
                key: 'email',
                header: t('attendees.email'),
                cell: (row) => <span className="break-all">{row.attendeeEmail ?? '–'}</span>,
              },
              {
                key: 'type',
                header: t('attendees.type'),
                cell: (row) => ticketTypes.find(({ id }) => id === row.ticketTypeId)?.name,
              },
              {
                key: 'code',
                header: t('attendees.code'),
                hideOnPhone: true,
                cell: (row) => <code className="text-xs">{formatCode(row.code)}</code>,
              },
              {
                key: 'status',
                header: t('attendees.status'),
                cell: (row) => (
                  <span className="inline-flex flex-wrap items-center gap-2">
                    <StatusBadge status={row.checkedInAt ? 'checked_in' : row.status} />
                    {row.checkedInAt ? (
                      <span className="tabular text-xs text-muted">
                        {formatTime(row.checkedInAt, event?.timezone ?? 'UTC', formatLocale)}
                      </span>
                    ) : null}
                  </span>
                ),
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

function ExportButton({ eventId, fileName }: { eventId: string; fileName: string }) {
  const t = useT('attendees');
  const { apiUrl } = useConfig();
  const { getToken } = useAuth();
  const toast = useToast();
  const [pending, setPending] = useState(false);
  return (
    <Button
      pending={pending}
      onClick={async () => {
        setPending(true);
        const failure = await downloadWithToken(
          `${apiUrl}/events/${eventId}/attendees.csv`,
          await getToken(),
          fileName,
        );
        setPending(false);
        if (failure) toast({ tone: 'critical', title: failureText(failure, t) });
      }}
    >
      <Download aria-hidden="true" />
      {t('attendees.export')}
    </Button>
  );
}

'use client';

import { CalendarPlus, ExternalLink, History, Plus } from 'lucide-react';
import { useState } from 'react';
import { OrganizerEventsDocument } from '@/gql/graphql';
import { useOrganizerRole } from '@/lib/auth/use-organizer-role';
import { pageSize, useCursorPages } from '@/lib/cursor-pages';
import { useGraphQuery } from '@/lib/graphql/hooks';
import { useT } from '@/lib/i18n/client';
import { Alert } from '@/ui/alert';
import { LinkButton } from '@/ui/button';
import { PageHeader } from '@/ui/page-header';
import { Pagination } from '@/ui/pagination';
import { EmptyState, ErrorState, LoadingState } from '@/ui/states';
import { Tabs } from '@/ui/tabs';
import { EventRow } from './event-row';
import { type OrganizerEvent, useOrganizerEvents } from './use-organizer-events';

/** Where an organization's work begins: everything it plans, and everything it has done. */
export function EventsOverview({ slug }: { slug: string }) {
  const t = useT('organization');
  const { data, error, isPending, refetch } = useOrganizerEvents(slug);
  const { mayEdit, role, isKnown } = useOrganizerRole(slug);

  if (error && !data) return <ErrorState level={1} error={error} onRetry={() => void refetch()} />;
  if (isPending || !isKnown) return <LoadingState />;
  // An organization's name and public events are open to anyone; this page is for its people.
  if (!data || role === null) return <ErrorState level={1} error={t('notFound')} />;

  const createHref = `/organize/${slug}/events/new`;
  const isEmpty = data.upcoming.length === 0 && data.pastTotal === 0;
  return (
    <>
      <PageHeader
        title={t('events.title')}
        eyebrow={data.name}
        actions={
          <>
            <LinkButton href={`/o/${slug}`} target="_blank">
              <ExternalLink aria-hidden="true" />
              {t('events.publicPage')}
            </LinkButton>
            {mayEdit && !isEmpty ? (
              <LinkButton variant="primary" href={createHref}>
                <Plus aria-hidden="true" />
                {t('events.create')}
              </LinkButton>
            ) : null}
          </>
        }
      />
      {mayEdit ? null : <Alert className="mb-6">{t('events.staffNote')}</Alert>}
      {isEmpty ? (
        <EmptyState
          icon={<CalendarPlus aria-hidden="true" />}
          title={t(mayEdit ? 'events.emptyTitle' : 'events.emptyStaffTitle')}
          text={t(mayEdit ? 'events.emptyText' : 'events.emptyStaffText')}
          action={
            mayEdit ? (
              <LinkButton variant="primary" href={createHref}>
                <Plus aria-hidden="true" />
                {t('events.emptyAction')}
              </LinkButton>
            ) : null
          }
        />
      ) : (
        <Tabs
          label={t('events.tabs')}
          defaultValue={data.upcoming.length > 0 ? 'upcoming' : 'past'}
          items={[
            {
              value: 'upcoming',
              label: t('events.upcoming'),
              content: <Upcoming events={data.upcoming} slug={slug} />,
            },
            {
              value: 'past',
              label: t('events.past'),
              content: <Past slug={slug} after={data.pastAfter} total={data.pastTotal} />,
            },
          ]}
        />
      )}
    </>
  );
}

function EventList({ events, slug }: { events: readonly OrganizerEvent[]; slug: string }) {
  return (
    <ul className="flex flex-col gap-3">
      {events.map((event) => (
        <EventRow key={event.id} event={event} href={`/organize/${slug}/events/${event.id}`} />
      ))}
    </ul>
  );
}

/** All of them are here already, so a page is a slice. */
function Upcoming({ events, slug }: { events: readonly OrganizerEvent[]; slug: string }) {
  const t = useT('organization');
  const [page, setPage] = useState(0);
  if (events.length === 0) {
    return (
      <EmptyState
        icon={<CalendarPlus aria-hidden="true" />}
        title={t('events.noUpcomingTitle')}
        text={t('events.noUpcomingText')}
      />
    );
  }
  const from = page * pageSize;
  const shown = events.slice(from, from + pageSize);
  return (
    <>
      <EventList events={shown} slug={slug} />
      {events.length > pageSize ? (
        <Pagination
          onPrevious={page > 0 ? () => setPage(page - 1) : undefined}
          onNext={from + pageSize < events.length ? () => setPage(page + 1) : undefined}
          shown={{ from: from + 1, to: from + shown.length, total: events.length }}
        />
      ) : null}
    </>
  );
}

function Past({ slug, after, total }: { slug: string; after: string | null; total: number }) {
  const t = useT('organization');
  const { after: cursor, pages } = useCursorPages();
  const { data, error, isPending, isFetching, refetch } = useGraphQuery(
    OrganizerEventsDocument,
    { slug, first: pageSize, after: cursor ?? after },
    { enabled: total > 0, placeholderData: (previous) => previous },
  );
  if (total === 0) {
    return (
      <EmptyState
        icon={<History aria-hidden="true" />}
        title={t('events.noPastTitle')}
        text={t('events.noPastText')}
      />
    );
  }
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending) return <LoadingState />;
  const events = data.organizationBySlug?.events;
  if (!events) return <ErrorState error={t('notFound')} />;
  return (
    <>
      <EventList events={events.edges.flatMap((edge) => edge?.node ?? [])} slug={slug} />
      {total > pageSize ? (
        <Pagination pending={isFetching} {...pages(events.pageInfo, events.edges.length, total)} />
      ) : null}
    </>
  );
}

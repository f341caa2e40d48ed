'use client';

import { Ticket } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { MyTicketsDocument, type MyTicketsQuery } from '@/gql/graphql';
import { useAuth } from '@/lib/auth/auth-provider';
import { signInPath } from '@/lib/auth/return-path';
import { formatRange } from '@/lib/format/dates';
import { placeWords, readPlace } from '@/lib/format/place';
import { useGraphQuery } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { Button, LinkButton } from '@/ui/button';
import { Card } from '@/ui/card';
import { PageHeader } from '@/ui/page-header';
import { EmptyState, ErrorState, LoadingState } from '@/ui/states';
import { StatusBadge } from '@/ui/status-badge';

type Registration = NonNullable<MyTicketsQuery['me']>['registrations']['nodes'][number];

/** Everything a signed-in person has registered for, what comes next first. */
export function MyTicketsScreen() {
  const t = useT('my-tickets');
  const { status } = useAuth();
  return (
    <>
      <PageHeader title={t('title')} />
      {status === 'loading' ? <LoadingState /> : null}
      {status === 'anonymous' ? (
        <EmptyState
          icon={<Ticket aria-hidden="true" />}
          title={t('signedOutTitle')}
          text={t('signedOutText')}
          action={
            <>
              <LinkButton variant="primary" href={signInPath('/my/tickets')}>
                {t('signIn')}
              </LinkButton>
              <LinkButton href="/find-tickets">{t('find')}</LinkButton>
            </>
          }
        />
      ) : null}
      {status === 'signedIn' ? <Registrations /> : null}
    </>
  );
}

function Registrations() {
  const t = useT('my-tickets');
  const [cursors, setCursors] = useState<(string | null)[]>([null]);
  const first = useGraphQuery(MyTicketsDocument, { after: null });
  if (first.isPending) return <LoadingState />;
  if (first.error && !first.data)
    return <ErrorState error={first.error} onRetry={() => void first.refetch()} />;
  if (first.data.me?.registrations.totalCount === 0) {
    return (
      <EmptyState
        icon={<Ticket aria-hidden="true" />}
        title={t('emptyTitle')}
        text={t('emptyText')}
        action={
          <LinkButton variant="primary" href="/">
            {t('discover')}
          </LinkButton>
        }
      />
    );
  }
  return (
    <div className="flex flex-col gap-10">
      {cursors.map((cursor, index) => (
        <Page
          key={cursor ?? ''}
          after={cursor}
          onMore={
            index === cursors.length - 1 ? (next) => setCursors([...cursors, next]) : undefined
          }
        />
      ))}
    </div>
  );
}

function Page({ after, onMore }: { after: string | null; onMore?: (cursor: string) => void }) {
  const t = useT('my-tickets');
  const { data, error, isPending, refetch } = useGraphQuery(MyTicketsDocument, { after });
  if (isPending) return <LoadingState />;
  if (!data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const page = data.me?.registrations;
  if (!page) return null;
  const now = new Date();
  const isComing = ({ status, event }: Registration) =>
    event !== null &&
    new Date(event.endsAt) > now &&
    (status === 'confirmed' || status === 'pending');
  const coming = page.nodes
    .filter(isComing)
    .sort((a, b) => Date.parse(a.event?.startsAt ?? '') - Date.parse(b.event?.startsAt ?? ''));
  const over = page.nodes.filter((registration) => !isComing(registration));
  const { endCursor, hasNextPage } = page.pageInfo;
  return (
    <>
      {after === null || coming.length > 0 ? (
        <Section title={t('upcoming')} registrations={coming} empty={t('nothingComing')} />
      ) : null}
      {over.length > 0 ? <Section title={t('past')} registrations={over} /> : null}
      {onMore && hasNextPage && endCursor ? (
        <Button className="self-center" onClick={() => onMore(endCursor)}>
          {t('showMore')}
        </Button>
      ) : null}
    </>
  );
}

function Section({
  title,
  registrations,
  empty,
}: {
  title: string;
  registrations: Registration[];
  empty?: string;
}) {
  return (
    <section>
      <h2 className="mb-4 text-lg font-semibold">{title}</h2>
      {registrations.length === 0 ? <p className="text-sm text-muted">{empty}</p> : null}
      <ul className="grid gap-4 lg:grid-cols-2">
        {registrations.map((registration) => (
          <RegistrationCard key={registration.id} registration={registration} />
        ))}
      </ul>
    </section>
  );
}

function RegistrationCard({ registration }: { registration: Registration }) {
  const t = useT('my-tickets');
  const tCommon = useT();
  const { formatLocale } = useLocale();
  const { event } = registration;
  if (!event) return null;
  const count = registration.registrationItems.nodes.reduce(
    (sum, { quantity }) => sum + quantity,
    0,
  );
  const place = readPlace(event.location, formatLocale);
  return (
    <Card as="li" padding="none" className="overflow-hidden transition-shadow hover:shadow-lifted">
      <Link
        href={`/registrations/${registration.id}`}
        className="flex h-full rounded-card no-underline"
      >
        {event.coverImageUrl ? (
          // biome-ignore lint/performance/noImgElement: organizers' pictures come from any address, at the size they have
          <img
            src={event.coverImageUrl}
            alt=""
            loading="lazy"
            className="w-28 shrink-0 object-cover sm:w-40"
          />
        ) : (
          <span className="w-3 shrink-0 bg-brand" />
        )}
        <span className="flex min-w-0 flex-1 flex-col gap-1 p-4">
          <span className="text-xs font-semibold text-brand">
            {formatRange(event.startsAt, event.endsAt, event.timezone, formatLocale)}
          </span>
          <span className="font-semibold break-words">{event.title}</span>
          <span className="text-sm text-muted">{placeWords(place, event.eventType, tCommon)}</span>
          <span className="mt-auto flex flex-wrap items-center gap-2 pt-2 text-xs text-muted">
            <StatusBadge
              status={event.status === 'cancelled' ? 'cancelled' : registration.status}
            />
            {t('tickets', { count })} · {registration.confirmationNumber}
          </span>
        </span>
      </Link>
    </Card>
  );
}

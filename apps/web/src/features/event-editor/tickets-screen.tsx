'use client';

import { TicketSetupDocument } from '@/gql/graphql';
import { useGraphQuery } from '@/lib/graphql/hooks';
import { useT } from '@/lib/i18n/client';
import { Alert } from '@/ui/alert';
import { ErrorState, LoadingState } from '@/ui/states';
import { TicketsForm } from './tickets-form';
import { useEditorAccess } from './use-editor-access';

/** What an event sells, and how much of it. */
export function TicketsScreen({ orgSlug, eventId }: { orgSlug: string; eventId: string }) {
  const t = useT('event-editor');
  const access = useEditorAccess(orgSlug);
  // Asked anew at every visit: saving replaces the whole setup, so it must begin with the latest.
  const { data, error, isPending, refetch } = useGraphQuery(
    TicketSetupDocument,
    { id: eventId },
    { gcTime: 0, staleTime: 0 },
  );
  const failure = access.error ?? (data ? null : error);
  if (failure) {
    return (
      <ErrorState
        error={failure}
        onRetry={() => {
          access.retry();
          void refetch();
        }}
      />
    );
  }
  if (access.isPending || isPending || !data) return <LoadingState lines={6} />;
  const { event } = data;
  if (!event || event.organization?.slug !== orgSlug || !access.isMember) {
    return <ErrorState error={t('notFoundEvent')} />;
  }
  if (!access.mayEdit) return <Alert>{t('staffNote')}</Alert>;
  // The header of the page says that it is cancelled.
  if (event.status === 'cancelled') return <Alert>{t('tickets.cancelledNote')}</Alert>;
  return (
    <TicketsForm
      key={event.id}
      stored={{ ...data, event }}
      onStale={async () => void (await refetch())}
    />
  );
}

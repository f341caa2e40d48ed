'use client';

import {
  EventDetailsDocument,
  type EventDetailsQuery,
  EventLinksDocument,
  SaveTicketSetupDocument,
  TicketSetupDocument,
} from '@/gql/graphql';
import { useGraphFetch, useGraphMutation, useGraphQuery } from '@/lib/graphql/hooks';
import { useT } from '@/lib/i18n/client';
import type { Result } from '@/lib/result';
import { Alert } from '@/ui/alert';
import { useZodForm } from '@/ui/form';
import { ErrorState, LoadingState } from '@/ui/states';
import { useToast } from '@/ui/toast';
import { EventDetailsForm } from './details-form';
import {
  detailsSchema,
  type EventDetails,
  toDetails,
  toPatch,
  type ValidDetails,
} from './details-schema';
import { EventLinksCard } from './event-links-card';
import { inCurrency, toInput, toSetup, toSoldState } from './tickets-model';
import { useEditorAccess } from './use-editor-access';
import { useSaveEvent } from './use-save-event';

type StoredEvent = NonNullable<EventDetailsQuery['event']>;

/** Everything about an event but its tickets. */
export function EditEventScreen({ orgSlug, eventId }: { orgSlug: string; eventId: string }) {
  const t = useT('event-editor');
  const access = useEditorAccess(orgSlug);
  const { data, error, isPending, refetch } = useGraphQuery(
    EventDetailsDocument,
    { id: eventId },
    // A form begins with what is true now, and is not exchanged below the hands.
    { gcTime: 0, staleTime: Number.POSITIVE_INFINITY },
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
  const event = data.event;
  if (!event || event.organization?.slug !== orgSlug || !access.isMember) {
    return <ErrorState error={t('notFoundEvent')} />;
  }
  if (!access.mayEdit) return <Alert>{t('staffNote')}</Alert>;
  return (
    <div className="flex flex-col gap-8">
      <DetailsEditor key={event.id} event={event} orgSlug={orgSlug} />
      <EventLinksCard eventId={event.id} />
    </div>
  );
}

function DetailsEditor({ event, orgSlug }: { event: StoredEvent; orgSlug: string }) {
  const t = useT('event-editor');
  const toast = useToast();
  const fetchGraph = useGraphFetch();
  const { update, createLink, explain } = useSaveEvent(orgSlug);
  const savePrices = useSavePrices(event.id);
  const form = useZodForm<ValidDetails, EventDetails>(detailsSchema, {
    defaultValues: toDetails(event),
  });

  const submit = async (values: ValidDetails): Promise<Result<unknown>> => {
    const result = await update.run({ id: event.id, patch: toPatch(values, event.location) });
    if (!result.ok) return { ...result, error: await explain(result.error, values.slug, event.id) };
    if (values.currency !== event.currency) {
      const saved = await savePrices();
      if (!saved.ok) return saved;
    }
    if (values.visibility === 'unlisted') {
      const links = await fetchGraph(EventLinksDocument, { id: event.id });
      if (links.ok && links.data.event?.eventLinks.nodes.length === 0) {
        const link = { orgId: event.orgId, eventId: event.id, label: t('links.firstLabel') };
        await createLink.run({ link });
      }
    }
    form.reset(values);
    toast({ title: t('edit.saved') });
    return result;
  };

  return (
    <EventDetailsForm
      form={form}
      orgSlug={orgSlug}
      isNew={false}
      isPublished={event.status !== 'draft'}
      isCurrencyLocked={event.isOrdered ?? false}
      submitLabel={t('common:actions.save')}
      onSubmit={submit}
    />
  );
}

/** After the currency has changed, the ticket types are saved anew: 12.50 in the old one is 12.50 in the new. */
function useSavePrices(eventId: string) {
  const t = useT('event-editor');
  const fetchGraph = useGraphFetch();
  const save = useGraphMutation(SaveTicketSetupDocument, { invalidate: [TicketSetupDocument] });
  return async (): Promise<Result<unknown>> => {
    const answer = await fetchGraph(TicketSetupDocument, { id: eventId });
    if (!answer.ok) return answer;
    const event = answer.data.event;
    if (!event) return answer;
    const oldCurrency = event.ticketTypes.nodes[0]?.currency;
    if (!oldCurrency || oldCurrency === event.currency) return answer;
    const setup = toSetup({ event: { ...event, currency: oldCurrency } });
    return save.run({
      eventId,
      ...toInput(inCurrency(setup, oldCurrency, event.currency), {
        currency: event.currency,
        sold: toSoldState({ ...answer.data, event }),
        capacityName: t('tickets.capacityName'),
      }),
    });
  };
}

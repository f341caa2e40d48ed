'use client';

import {
  CreateEventDocument,
  CreateEventLinkDocument,
  EventAtAddressDocument,
  EventDetailsDocument,
  EventLinksDocument,
  OrganizerEventsDocument,
  TicketSetupDocument,
  UpdateEventDocument,
  WorkspaceEventDocument,
} from '@/gql/graphql';
import { useGraphFetch, useGraphMutation } from '@/lib/graphql/hooks';
import type { Failure } from '@/lib/result';

/** The writes of the details form, and what each of them makes stale. */
export function useSaveEvent(orgSlug: string) {
  const fetchGraph = useGraphFetch();
  const create = useGraphMutation(CreateEventDocument, { invalidate: [OrganizerEventsDocument] });
  const update = useGraphMutation(UpdateEventDocument, {
    invalidate: [
      EventDetailsDocument,
      EventLinksDocument,
      OrganizerEventsDocument,
      TicketSetupDocument,
      WorkspaceEventDocument,
    ],
  });
  const createLink = useGraphMutation(CreateEventLinkDocument, {
    invalidate: [EventLinksDocument, WorkspaceEventDocument],
  });

  /** A refused value may be the address that another event has: the schema does not say which it was. */
  const explain = async (failure: Failure, slug: string, ownId?: string): Promise<Failure> => {
    if (failure.code !== 'INVALID_INPUT') return failure;
    const found = await fetchGraph(EventAtAddressDocument, { orgSlug, slug });
    const other = found.ok ? found.data.eventBySlug : null;
    return other && other.id !== ownId ? { ...failure, code: 'SLUG_TAKEN' } : failure;
  };

  return { create, update, createLink, explain };
}

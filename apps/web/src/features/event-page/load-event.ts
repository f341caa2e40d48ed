import { cache } from 'react';
import { type AgendaSessionFragment, EventPageDocument, MoreSessionsDocument } from '@/gql/graphql';
import type { GraphCredentials } from '@/lib/graphql/fetch';
import { graphqlServer } from '@/lib/graphql/server';
import type { Result } from '@/lib/result';
import type { LoadedEvent } from './types';

/** A programme longer than this is cut: nobody reads it on one page, and no page loads for ever. */
const maxSessionPages = 10;

/**
 * The event of a page, or null when the asker may not see it. `eventLink` opens private events,
 * `token` drafts of one's own organization. Asked once per request, for the page and its head.
 */
export const loadEvent = cache(
  async (
    orgSlug: string,
    eventSlug: string,
    eventLink: string | null,
    token: string | null = null,
  ): Promise<Result<LoadedEvent | null>> => {
    const credentials = { eventLink, token };
    const result = await graphqlServer(EventPageDocument, { orgSlug, eventSlug }, credentials);
    if (!result.ok) return result;
    const event = result.data.eventBySlug;
    if (!event?.organization) return { ok: true, data: null };
    const sessions = event.sessions.nodes.filter((session) => session !== null);
    const { pageInfo } = event.sessions;
    const rest = pageInfo.hasNextPage
      ? await loadMoreSessions(event.id, pageInfo.endCursor, credentials)
      : { ok: true as const, data: [] };
    if (!rest.ok) return rest;
    return {
      ok: true,
      data: {
        ...event,
        organization: event.organization,
        ticketTypes: event.ticketTypes.nodes.filter((type) => type !== null),
        sessions: [...sessions, ...rest.data],
      },
    };
  },
);

async function loadMoreSessions(
  eventId: string,
  firstCursor: string | null,
  credentials: GraphCredentials,
): Promise<Result<AgendaSessionFragment[]>> {
  const sessions: AgendaSessionFragment[] = [];
  let after = firstCursor;
  for (let page = 1; page < maxSessionPages && after; page += 1) {
    const result = await graphqlServer(MoreSessionsDocument, { eventId, after }, credentials);
    if (!result.ok) return result;
    const found = result.data.sessions;
    sessions.push(...(found?.nodes.filter((session) => session !== null) ?? []));
    after = found?.pageInfo.hasNextPage ? found.pageInfo.endCursor : null;
  }
  return { ok: true, data: sessions };
}

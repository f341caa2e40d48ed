'use client';

import { useQuery } from '@tanstack/react-query';
import {
  type OrganizerEventRowFragment,
  OrganizerEventsDocument,
  type OrganizerEventsQuery,
} from '@/gql/graphql';
import { useAuth } from '@/lib/auth/auth-provider';
import { graphKey, useGraphFetch } from '@/lib/graphql/hooks';
import { type FailureError, unwrap } from '@/lib/result';

export type OrganizerEvent = OrganizerEventRowFragment;

type Agenda = {
  name: string;
  /** Not over yet, the next one first. */
  upcoming: OrganizerEvent[];
  pastTotal: number;
  /** The cursor behind which the past begins; null when nothing lies before it. */
  pastAfter: string | null;
};

const pageSize = 100;

/**
 * Ordered by their end, latest first, the events that are not over stand before all others: this
 * reads up to that border (one page for nearly everybody) and says where the past begins.
 */
export function useOrganizerEvents(slug: string) {
  const fetchGraph = useGraphFetch();
  const { user } = useAuth();
  return useQuery<Agenda | null, FailureError>({
    queryKey: [...graphKey(OrganizerEventsDocument), 'agenda', slug, { viewer: user?.id ?? null }],
    queryFn: async ({ signal }) => {
      const now = Date.now();
      const upcoming: OrganizerEvent[] = [];
      let after: string | null = null;
      for (;;) {
        const answer: OrganizerEventsQuery = unwrap(
          await fetchGraph(OrganizerEventsDocument, { slug, first: pageSize, after }, { signal }),
        );
        const organization = answer.organizationBySlug;
        if (!organization) return null;
        const { edges, pageInfo, totalCount } = organization.events;
        const border = edges.findIndex((e) => e?.node && Date.parse(e.node.endsAt) <= now);
        for (const edge of border === -1 ? edges : edges.slice(0, border)) {
          if (!edge?.node) continue;
          upcoming.push(edge.node);
          after = edge.cursor;
        }
        if (border === -1 && pageInfo.hasNextPage) continue;
        upcoming.sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
        return {
          name: organization.name,
          upcoming,
          pastTotal: totalCount - upcoming.length,
          pastAfter: after,
        };
      }
    },
  });
}

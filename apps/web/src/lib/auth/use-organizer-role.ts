'use client';

import { OrganizerRolesDocument } from '@/gql/graphql';
import { useGraphQuery } from '@/lib/graphql/hooks';

/**
 * What the reader may do in an organization: `null` while it is unknown or when they are no member.
 * It only decides which buttons are shown; the database refuses the rest.
 */
export function useOrganizerRole(slug: string) {
  const { data } = useGraphQuery(OrganizerRolesDocument, {});
  const role =
    data?.me?.orgMembers.nodes.find((member) => member?.organization?.slug === slug)?.role ?? null;
  return { role, mayEdit: role === 'owner' || role === 'admin', isKnown: data !== undefined };
}

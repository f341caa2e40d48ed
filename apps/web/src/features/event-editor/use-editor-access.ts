'use client';

import { EditorOrganizationDocument } from '@/gql/graphql';
import { useGraphQuery } from '@/lib/graphql/hooks';

/** The organization of the address, and whether the reader may edit its events. The database decides again. */
export function useEditorAccess(orgSlug: string) {
  const { data, error, isPending, refetch } = useGraphQuery(EditorOrganizationDocument, {
    slug: orgSlug,
  });
  const organization = data?.organizationBySlug ?? null;
  const role = data?.me?.orgMembers.nodes.find(
    (member) => member !== null && member.orgId === organization?.id,
  )?.role;
  return {
    organization,
    isMember: role !== undefined,
    mayEdit: role === 'owner' || role === 'admin',
    // What is known goes on while the server is away for a moment: somebody is typing.
    error: data ? null : error,
    isPending,
    retry: () => void refetch(),
  };
}

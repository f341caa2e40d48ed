import { cache } from 'react';
import { OrganizationPageDocument } from '@/gql/graphql';
import { graphqlServer } from '@/lib/graphql/server';

/** Asked once per request, for the page and for what its head says. */
export const loadOrganization = cache((slug: string) =>
  graphqlServer(OrganizationPageDocument, { slug }),
);

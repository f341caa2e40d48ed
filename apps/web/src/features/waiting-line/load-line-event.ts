import { cache } from 'react';
import { LineEventDocument, type LineEventQuery } from '@/gql/graphql';
import { graphqlServer } from '@/lib/graphql/server';
import type { Result } from '@/lib/result';

export type LineEvent = NonNullable<LineEventQuery['eventBySlug']>;

/** The event of a line, or null when the asker may not see it; once per request, for page and head. */
export const loadLineEvent = cache(
  async (
    orgSlug: string,
    eventSlug: string,
    eventLink: string | null,
  ): Promise<Result<LineEvent | null>> => {
    const result = await graphqlServer(LineEventDocument, { orgSlug, eventSlug }, { eventLink });
    return result.ok ? { ok: true, data: result.data.eventBySlug ?? null } : result;
  },
);

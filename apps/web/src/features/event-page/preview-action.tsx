'use server';

import type { ReactNode } from 'react';
import { z } from 'zod/mini';
import { EventPage } from './event-page';
import { loadEvent } from './load-event';

const request = z.object({
  orgSlug: z.string().check(z.maxLength(100)),
  eventSlug: z.string().check(z.maxLength(100)),
  token: z.string().check(z.maxLength(4000)),
});

/**
 * The page of an event that the public may not see, for a member of its organization. The access
 * token lives in the browser's memory, so the browser brings it; the database decides as always.
 */
export async function previewEvent(input: unknown): Promise<ReactNode | null> {
  const parsed = request.safeParse(input);
  if (!parsed.success) return null;
  const { orgSlug, eventSlug, token } = parsed.data;
  const result = await loadEvent(orgSlug, eventSlug, null, token);
  return result.ok && result.data ? <EventPage event={result.data} eventLink={null} /> : null;
}

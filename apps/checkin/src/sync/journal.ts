import { checkInMethods, scanVerdicts } from '@foyer/types';
import { z } from 'zod';

/** A decision as it stands on the stream and as `app_private.record_check_ins` takes it. */
export const decisionEntry = z.object({
  kind: z.enum(['scan', 'undo']),
  scanId: z.uuid(),
  ticketId: z.uuid().optional(),
  verdict: z.enum(scanVerdicts).optional(),
  method: z.enum(checkInMethods).optional(),
  gateId: z.uuid().optional(),
  deviceId: z.uuid(),
  /** Milliseconds since 1970 by the clock of Redis. */
  at: z.number().int().positive(),
});
export type DecisionEntry = z.infer<typeof decisionEntry>;

/** Longer than the drain ever takes while PostgreSQL is up, short enough to stay small. */
const KEEP_MS = 120_000;
const KEEP_PER_EVENT = 20_000;

/**
 * The decisions this process made lately, kept in memory. If Redis loses its data, those that were
 * not recorded yet are lost with it, and their tickets would admit a second time. So before an
 * event is made ready again, they are recorded from here; each scan id counts once, however often.
 */
export function createJournal(now: () => number = Date.now) {
  const byEvent = new Map<string, { entry: DecisionEntry; at: number }[]>();
  return {
    remember(eventId: string, entry: DecisionEntry): void {
      const entries = byEvent.get(eventId) ?? [];
      byEvent.set(eventId, entries);
      entries.push({ entry, at: now() });
      const oldest = now() - KEEP_MS;
      let expired = Math.max(0, entries.length - KEEP_PER_EVENT);
      while ((entries[expired]?.at ?? Number.POSITIVE_INFINITY) < oldest) expired++;
      // In bulk, because a shift per scan would move the whole list each time.
      if (expired > 256 || entries.length > KEEP_PER_EVENT + 256) entries.splice(0, expired);
    },
    recent(eventId: string): DecisionEntry[] {
      return (byEvent.get(eventId) ?? []).map(({ entry }) => entry);
    },
  };
}
export type Journal = ReturnType<typeof createJournal>;

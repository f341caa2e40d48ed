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
  /** Decided by a phone without a network, `at` corrected by what its clock said when it told. */
  isOffline: z.boolean().optional(),
  isUndone: z.boolean().optional(),
  /** Of the ticket that was shown; not of a typed code. */
  version: z.number().int().optional(),
  /** When the list was made that the phone decided by. */
  listAt: z.number().int().positive().optional(),
});
export type DecisionEntry = z.infer<typeof decisionEntry>;

/** Longer than the drain ever takes while PostgreSQL is up, short enough to stay small. */
const KEEP_MS = 120_000;
const KEEP_PER_EVENT = 20_000;

/**
 * The decisions this process made lately and does not know to be recorded, kept in memory. If Redis
 * loses its data they are lost with it, and their tickets would admit a second time. So before an
 * event is made ready again, they are recorded from here; each scan id counts once, however often.
 * What another process records stays here until it is old.
 */
export function createJournal(now: () => number = Date.now) {
  const byEvent = new Map<string, Map<string, { entry: DecisionEntry; at: number }>>();
  const settled = new Map<string, string>();
  const keyOf = ({ kind, scanId, verdict }: DecisionEntry) => `${kind} ${scanId} ${verdict}`;
  return {
    /** @param made the making of the event that it was decided under */
    remember(eventId: string, entry: DecisionEntry, made: string): void {
      const entries = byEvent.get(eventId) ?? new Map();
      // Otherwise what is remembered from before must be settled with the new making first.
      if (entries.size === 0) settled.set(eventId, made);
      byEvent.set(eventId, entries);
      entries.set(keyOf(entry), { entry, at: now() });
      // A map keeps the order of insertion: the oldest come first.
      const oldest = now() - KEEP_MS;
      for (const [key, { at }] of entries) {
        if (at >= oldest && entries.size <= KEEP_PER_EVENT) break;
        entries.delete(key);
      }
    },
    /** It is recorded in PostgreSQL. */
    forget(eventId: string, entry: DecisionEntry): void {
      byEvent.get(eventId)?.delete(keyOf(entry));
    },
    /** This making of the event holds everything that is remembered. */
    settle(eventId: string, made: string): void {
      settled.set(eventId, made);
    },
    /** @returns '' when nothing is remembered, so that nothing can be missing */
    settledWith(eventId: string): string {
      return byEvent.get(eventId)?.size ? (settled.get(eventId) ?? '') : '';
    },
    /** Events of which something is remembered. */
    events(): string[] {
      return [...byEvent].filter(([, entries]) => entries.size > 0).map(([eventId]) => eventId);
    },
    recent(eventId: string): DecisionEntry[] {
      return [...(byEvent.get(eventId)?.values() ?? [])].map(({ entry }) => entry);
    },
  };
}
export type Journal = ReturnType<typeof createJournal>;

import type { Door } from '../door.ts';
import { isAboutData, isTooSlow } from './drain.ts';
import type { DecisionEntry } from './journal.ts';
import { recordDecisions } from './postgres.ts';

/** About 100 ms of work for PostgreSQL at most: well within what a statement may take. */
const BATCH = 1_000;

/** What this process decided lately and Redis may have lost before it was recorded. */
export async function recordRemembered(door: Door, eventId: string): Promise<void> {
  const remembered = door.journal.recent(eventId);
  for (let at = 0; at < remembered.length; at += BATCH) {
    await recordInParts(door, eventId, remembered.slice(at, at + BATCH));
  }
}

async function recordInParts(door: Door, eventId: string, batch: DecisionEntry[]): Promise<void> {
  try {
    await recordDecisions(door.pool, eventId, batch);
  } catch (err) {
    if (!isAboutData(err) && (!isTooSlow(err) || batch.length === 1)) throw err;
    // It cannot be recorded, as the drain has reported already; the others still must be.
    if (batch.length === 1) return;
    const middle = Math.ceil(batch.length / 2);
    await recordInParts(door, eventId, batch.slice(0, middle));
    await recordInParts(door, eventId, batch.slice(middle));
  }
}

export async function recordAllRemembered(door: Door): Promise<void> {
  for (const eventId of door.journal.events()) await recordRemembered(door, eventId);
}

import type { Door } from '../door.ts';
import { isAboutData } from './drain.ts';
import { recordDecisions } from './postgres.ts';

/** About 100 ms of work for PostgreSQL at most: well within what a statement may take. */
const BATCH = 1_000;

/** What this process decided lately and Redis may have lost before it was recorded. */
export async function recordRemembered(door: Door, eventId: string): Promise<void> {
  const remembered = door.journal.recent(eventId);
  for (let at = 0; at < remembered.length; at += BATCH) {
    const batch = remembered.slice(at, at + BATCH);
    try {
      await recordDecisions(door.pool, eventId, batch);
    } catch (err) {
      if (!isAboutData(err)) throw err;
      // One of them cannot be recorded, as the drain has reported already; the others still must be.
      for (const entry of batch) {
        await recordDecisions(door.pool, eventId, [entry]).catch((error: unknown) => {
          if (!isAboutData(error)) throw error;
        });
      }
    }
  }
}

export async function recordAllRemembered(door: Door): Promise<void> {
  for (const eventId of door.journal.events()) await recordRemembered(door, eventId);
}

import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** Whether an event's door has heard of what was changed; waits for it a moment. */
export type DoorKnows = (eventId: string) => Promise<boolean>;

/** It hears within milliseconds, and within a second and a half if a notification got lost. */
const waitMs = 3_000;
const askEveryMs = 25;

/** The check-in service notes in PostgreSQL what it decides by; where nobody could be admitted there is nothing to wait for. */
export function createDoorKnows(pool: pg.Pool): DoorKnows {
  return async (eventId) => {
    const { rows } = await pool.query<{ change: string | null }>(
      'select app_private.door_must_know($1) as change',
      [eventId],
    );
    const change = rows[0]?.change;
    if (change == null) return true;
    const deadline = performance.now() + waitMs;
    for (;;) {
      const { rows } = await pool.query<{ knows: boolean }>(
        'select app_private.door_knows($1, $2) as knows',
        [eventId, change],
      );
      if (rows[0]?.knows) return true;
      if (performance.now() > deadline) return false;
      await sleep(askEveryMs);
    }
  };
}

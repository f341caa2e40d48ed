import { randomInt } from 'node:crypto';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type pg from 'pg';
import type { Door } from '../door.ts';
import { commands } from '../redis/commands.ts';
import { attendanceKey } from '../redis/keys.ts';
import { holdServerLock, readServerLocks } from './postgres.ts';
import { recordAllRemembered } from './remembered.ts';

/**
 * Who is silent for so long is no longer expected: many times what a server needs to look again, and
 * longer than a busy one hesitates.
 */
const SILENT_MS = 10_000;
/**
 * How long after a loss the others are waited for. A server looks four times a second, and is back on a
 * Redis that was started again within half a second; people wait at the door meanwhile.
 */
const ROLL_CALL_MS = 3_000;
const POLL_MS = 10;

/**
 * Redis loses its memory for all servers at once, and each of them alone remembers what it decided in the
 * moments before. If one made an event ready while another had still to record, both would admit the same
 * ticket. So each memory of Redis has a list, lost with it, of the servers that have recorded what they
 * remembered from before; and nothing is made ready until everybody is on it who may have decided
 * anything: who holds a lock in PostgreSQL, and whom this server knew in Redis. The first knows also
 * whom a server that has just been started never met; the second, whom PostgreSQL has just lost.
 */
export type Attendance = {
  /** Sees that this server is on the list; if it is not, records what it remembers before. */
  attend(): Promise<void>;
  /**
   * Resolves when everybody who may remember anything has recorded it, at the latest some seconds after
   * this server found that Redis had lost its memory. Whoever is not heard of by then is dead, or cut
   * off; what it alone knows comes later and is marked as a conflict.
   */
  gather(): Promise<void>;
  /** From here on the others wait for this server, while the connection lasts. */
  join(client: pg.Client): Promise<void>;
  /** The others need not wait any longer. Everything must have been recorded. */
  leave(): Promise<void>;
};

export function createAttendance(door: Door): Attendance {
  const server = randomInt(1, 2 ** 31);
  const { redis } = door.redis;
  let present = new Set<string>();
  /** Who was on the list of the memory before and has not come to this one. */
  let awaited = new Set<string>();
  /** When this server found itself missing on the list. */
  let enteredAt = Number.NEGATIVE_INFINITY;
  const isOver = () => performance.now() - enteredAt >= ROLL_CALL_MS;

  async function attend(): Promise<void> {
    const epoch = door.redis.epoch();
    if (epoch === null) throw new Error('the check-in Redis is not connected');
    const ask = async (isEntering: boolean) =>
      (await commands.attend(
        redis,
        [attendanceKey(epoch)],
        [server, isEntering ? 1 : 0, SILENT_MS],
      )) as string[] | null;

    let list = await ask(false);
    if (list === null) {
      awaited = new Set(isOver() ? present : [...awaited, ...present]);
      enteredAt = performance.now();
      // What Redis decided before it lost its memory was answered ahead of this, on the same connection
      // or one that is closed: after this turn it is remembered.
      await turn();
      await recordAllRemembered(door);
      list = (await ask(true)) ?? [];
    }
    present = new Set(list);
    for (const other of present) awaited.delete(other);
  }

  return {
    attend,
    async gather() {
      for (;;) {
        await attend();
        const expected = [...awaited, ...(await readServerLocks(door.pool))];
        const missing = expected.filter((other) => !present.has(other));
        if (missing.length === 0) return;
        if (isOver()) {
          door.logger.warn(
            { missing },
            'made ready without servers that do not answer; if they live, what they admitted may be admitted again',
          );
          return;
        }
        await sleep(POLL_MS);
      }
    },
    join: (client) => holdServerLock(client, server),
    async leave() {
      const epoch = door.redis.epoch();
      if (epoch !== null) await redis.zrem(attendanceKey(epoch), server);
    },
  };
}

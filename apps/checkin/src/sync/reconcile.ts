import type { Door } from '../door.ts';
import { commands } from '../redis/commands.ts';
import { eventKeys } from '../redis/keys.ts';
import { readCounts } from './postgres.ts';
import { repairEvent } from './refresh.ts';

/**
 * Compares an event's counts in Redis and in PostgreSQL at a moment when both must agree (nothing
 * was decided and nothing waited to be recorded while they were read), and repairs a difference.
 *
 * @returns busy when there was no such moment, else how many tickets were corrected
 */
export async function reconcileEvent(door: Door, eventId: string): Promise<'busy' | number> {
  const { redis } = door.redis;
  const keys = eventKeys(eventId);
  const moment = async () => ({
    waiting: await redis.xlen(keys.stream),
    until: String(await commands.drainedUntil(redis, [keys.stream], [])),
    counts: await redis.hmget(keys.event, 'expected', 'admitted'),
  });
  const before = await moment();
  const truth = await readCounts(door.pool, eventId);
  const after = await moment();
  const isQuiet =
    before.waiting === 0 &&
    before.until === after.until &&
    before.counts.join() === after.counts.join();
  if (!isQuiet || after.counts[0] === null) return 'busy';
  if (`${truth.expected},${truth.admitted}` === after.counts.join()) return 0;

  const repaired = await repairEvent(door, eventId);
  // The counts themselves may be what was wrong.
  const counts = await readCounts(door.pool, eventId);
  const end = await moment();
  if (end.until === after.until && end.waiting === 0) {
    await redis.hset(keys.event, { expected: counts.expected, admitted: counts.admitted });
  }
  door.metrics.repairs.inc(repaired);
  door.logger.warn(
    { eventId, truth, had: after.counts, repaired },
    'Redis differed from PostgreSQL and was repaired',
  );
  return repaired;
}

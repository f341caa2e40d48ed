import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { commands } from './commands.ts';
import type { CheckinRedis } from './connection.ts';

/** Longer than one step of work under the lock takes; a dead owner delays the next by as much. */
const LOCK_MS = 20_000;
const POLL_MS = 5;

export type Lock = {
  /** What stands in the key while the lock is ours: scripts that must not run without it compare. */
  owner: string;
  /** For work of several steps: call it between them. */
  extend(): Promise<unknown>;
};

/**
 * Runs `work` while no other process does anything under the same lock.
 * A lock belongs to the run of Redis it was taken in: after a crash nobody waits for those of before.
 * @param waitMs how long to wait for it; 0: not at all
 * @returns locked when it was not to be had
 */
export async function withLock<T>(
  { redis, epoch: currentEpoch }: CheckinRedis,
  key: string,
  waitMs: number,
  work: (lock: Lock) => Promise<T>,
): Promise<T | 'locked'> {
  const epoch = currentEpoch();
  if (epoch === null) throw new Error('the check-in Redis is not connected');
  const owner = `${epoch}:${randomUUID()}`;
  const deadline = performance.now() + waitMs;
  while ((await commands.acquireLock(redis, [key], [owner, LOCK_MS, epoch])) !== 1) {
    if (performance.now() >= deadline) return 'locked';
    await sleep(POLL_MS);
  }
  try {
    return await work({ owner, extend: () => redis.pexpire(key, LOCK_MS) });
  } finally {
    await commands.releaseLock(redis, [key], [owner]);
  }
}

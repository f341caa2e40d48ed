import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { commands } from './commands.ts';

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
 * @param waitMs how long to wait for it; 0: not at all
 * @returns locked when it was not to be had
 */
export async function withLock<T>(
  redis: Redis,
  key: string,
  waitMs: number,
  work: (lock: Lock) => Promise<T>,
): Promise<T | 'locked'> {
  const owner = randomUUID();
  const deadline = Date.now() + waitMs;
  while ((await redis.set(key, owner, 'PX', LOCK_MS, 'NX')) !== 'OK') {
    if (Date.now() >= deadline) return 'locked';
    await sleep(POLL_MS);
  }
  try {
    return await work({ owner, extend: () => redis.pexpire(key, LOCK_MS) });
  } finally {
    await commands.releaseLock(redis, [key], [owner]);
  }
}

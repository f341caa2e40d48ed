import type { Logger } from '@foyer/runtime';
import type { Redis } from 'ioredis';

/** Four messages a second: to an eye that is at once, to a phone on a bad line it is bearable. */
export const windowMs = 250;

/**
 * Sends each room at most one message per window, whichever of the processes sends it, and never loses
 * the last change: whoever finds the window taken tries once more when it is over. If another was
 * first again, that one looked at the database after this change, so nothing is missing.
 */
export function createCoalescer(options: {
  redis: Redis;
  logger: Logger;
  send: (room: string) => Promise<void>;
}) {
  const timers = new Map<string, NodeJS.Timeout>();
  const sentAt = new Map<string, number>();
  let stopped = false;

  async function take(room: string): Promise<number> {
    const key = `foyer:live:window:${room}`;
    try {
      if ((await options.redis.set(key, '1', 'PX', windowMs, 'NX')) === 'OK') return 0;
      // A key without time left is gone by the time we look again.
      return Math.max(1, await options.redis.pttl(key));
    } catch (err) {
      options.logger.warn({ err }, 'live window could not be taken');
      return takeAlone(room);
    }
  }

  /** Without Redis each process keeps to the window by itself. */
  function takeAlone(room: string): number {
    const now = performance.now();
    const rest = (sentAt.get(room) ?? Number.NEGATIVE_INFINITY) + windowMs - now;
    if (rest > 0) return rest;
    if (sentAt.size >= 1000) sentAt.clear();
    sentAt.set(room, now);
    return 0;
  }

  async function attempt(room: string, isSecond: boolean): Promise<void> {
    const wait = await take(room);
    if (wait === 0) await options.send(room);
    else if (!isSecond && !stopped) schedule(room, wait);
  }

  const run = (room: string, isSecond: boolean) =>
    attempt(room, isSecond).catch((err: unknown) =>
      options.logger.error({ err, room }, 'a live message could not be sent'),
    );

  function schedule(room: string, wait: number): void {
    if (timers.has(room)) return;
    timers.set(
      room,
      setTimeout(() => {
        timers.delete(room);
        void run(room, true);
      }, wait),
    );
  }

  return {
    /** Something changed in this room. */
    touch(room: string): void {
      // A timer that waits will look at the database later than this change.
      if (!stopped && !timers.has(room)) void run(room, false);
    },
    stop(): void {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

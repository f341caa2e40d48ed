import { isUnavailable } from '@foyer/db';
import type { Logger } from '@foyer/runtime';
import type { Redis } from 'ioredis';

/** Four messages a second: to an eye that is at once, to a phone on a bad line it is bearable. */
export const windowMs = 250;
/** Redis counts in whole milliseconds, and its answer takes a while. */
const slackMs = 5;
/** What is told could not be looked up; what takes too long would do so again. */
const againMs = 1_000;
const isTooSlow = (err: unknown) => (err as { code?: unknown }).code === '57014';

/**
 * Sends each room at most one message per window, whichever of the processes sends it, and never loses
 * the last change: whoever finds the window taken tries again when it is over, until somebody has taken
 * one after the change. That one looks at the database later, so nothing is missing.
 */
export function createCoalescer(options: {
  redis: Redis;
  logger: Logger;
  send: (room: string) => Promise<void>;
}) {
  const waiting = new Map<string, { timer: NodeJS.Timeout; changedAt: number }>();
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

  /** @param changedAt when this process last heard of something that is to be told */
  async function attempt(room: string, changedAt: number): Promise<void> {
    const rest = await take(room);
    if (rest === 0) return options.send(room);
    const takenAt = performance.now() - (windowMs - rest);
    if (takenAt < changedAt + slackMs) schedule(room, rest, changedAt);
  }

  const run = (room: string, changedAt: number) =>
    attempt(room, changedAt).catch((err: unknown) => {
      options.logger.error({ err, room }, 'a live message could not be sent');
      if (isUnavailable(err) && !isTooSlow(err)) schedule(room, againMs, performance.now());
    });

  function schedule(room: string, rest: number, changedAt: number): void {
    if (stopped) return;
    const known = waiting.get(room);
    if (known) {
      known.changedAt = Math.max(known.changedAt, changedAt);
      return;
    }
    const entry = { changedAt, timer: setTimeout(fire, rest + 1) };
    waiting.set(room, entry);
    function fire(): void {
      waiting.delete(room);
      void run(room, entry.changedAt);
    }
  }

  return {
    /** Something changed in this room. */
    touch(room: string): void {
      if (stopped) return;
      const known = waiting.get(room);
      if (known) known.changedAt = performance.now();
      else void run(room, performance.now());
    },
    stop(): void {
      stopped = true;
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}

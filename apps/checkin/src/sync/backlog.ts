import type { Metrics } from '@foyer/runtime';
import type { Redis } from 'ioredis';
import { eventKeys, KNOWN_EVENTS } from '../redis/keys.ts';

/** What is on the streams and not yet in PostgreSQL. */
export type Backlog = { entries: number; oldestSeconds: number; poisoned: number };

export async function readBacklog(redis: Redis): Promise<Backlog> {
  const events = await redis.smembers(KNOWN_EVENTS);
  const streams = await Promise.all(
    events.map(async (eventId) => {
      const { stream, poison } = eventKeys(eventId);
      const [entries, first, poisoned] = await Promise.all([
        redis.xlen(stream),
        redis.xrange(stream, '-', '+', 'COUNT', 1),
        redis.xlen(poison),
      ]);
      // An entry's id begins with the millisecond it was made in, by the clock of Redis.
      const madeAt = Number(first[0]?.[0].split('-')[0] ?? Number.POSITIVE_INFINITY);
      return { entries, madeAt, poisoned };
    }),
  );
  const oldest = Math.min(...streams.map(({ madeAt }) => madeAt));
  const sum = (what: 'entries' | 'poisoned') =>
    streams.reduce((total, stream) => total + stream[what], 0);
  return {
    entries: sum('entries'),
    oldestSeconds: Number.isFinite(oldest) ? Math.max(0, (Date.now() - oldest) / 1_000) : 0,
    poisoned: sum('poisoned'),
  };
}

/** Read when somebody looks, so that it also grows while the drain hangs in a statement. */
export function measureBacklog(metrics: Metrics, redis: Redis): void {
  let reading: Promise<Backlog> | undefined;
  /** Once per scrape for the three gauges. */
  const read = () => {
    reading ??= readBacklog(redis).finally(() => {
      reading = undefined;
    });
    return reading;
  };
  metrics.gauge({
    name: 'foyer_checkin_drain_lag_seconds',
    help: 'Age of the oldest decision that PostgreSQL has not recorded; what losing Redis now could lose',
    async collect() {
      this.set((await read()).oldestSeconds);
    },
  });
  metrics.gauge({
    name: 'foyer_checkin_drain_waiting_entries',
    help: 'Decisions that PostgreSQL has not recorded',
    async collect() {
      this.set((await read()).entries);
    },
  });
  metrics.gauge({
    name: 'foyer_checkin_poisoned_entries',
    help: 'Decisions that PostgreSQL refused to record; they wait for a person',
    async collect() {
      this.set((await read()).poisoned);
    },
  });
}

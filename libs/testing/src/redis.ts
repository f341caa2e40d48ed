import { Redis } from 'ioredis';
import { testEnvironment } from './environment.ts';

export interface TestRedis {
  /** With the number of a database nobody else uses. */
  url: string;
  redis: Redis;
  /** Empties the database and disconnects. */
  close(): Promise<void>;
}

/** The runner's servers have this many databases; number 0 counts which are given out. */
const DATABASES = 1024;

/** An empty Redis database of one's own on the queue's or the check-in server of the run. */
export async function createTestRedis(
  server: 'queue' | 'checkin' = 'queue',
  options: { isBullMq?: boolean } = {},
): Promise<TestRedis> {
  const env = testEnvironment();
  const base = server === 'queue' ? env.FOYER_TEST_REDIS_URL : env.FOYER_TEST_CHECKIN_REDIS_URL;
  const counter = new Redis(base, { maxRetriesPerRequest: 1 });
  const number = 1 + ((await counter.incr('foyer:test:databases')) % (DATABASES - 1));
  counter.disconnect();

  const url = new URL(base);
  url.pathname = `/${number}`;
  // BullMQ's blocking reads insist on retrying for ever.
  const redis = new Redis(url.href, { maxRetriesPerRequest: options.isBullMq ? null : 1 });
  await redis.flushdb();
  return {
    url: url.href,
    redis,
    async close() {
      await redis.flushdb();
      await redis.quit();
    },
  };
}

import { randomUUID } from 'node:crypto';
import { createLogger, createMetrics } from '@foyer/runtime';
import { createTestRedis, type TestRedis, until } from '@foyer/testing';
import { Queue, Worker } from 'bullmq';
import { startChaosProxy, through } from '../../../../tests/support/chaos-proxy.ts';
import type { JobDeps } from '../jobs/job.ts';
import { createQueue, type JobQueue, prefix, startProcessors } from './queue.ts';

let redis: TestRedis;
let queue: JobQueue;
let payments: Queue;
beforeAll(async () => {
  redis = await createTestRedis('queue', { isBullMq: true });
  queue = createQueue({ redisUrl: redis.url, logger: createLogger('worker', { level: 'silent' }) });
  payments = new Queue('payments', { connection: { url: redis.url }, prefix });
});
afterAll(async () => {
  await Promise.all([queue.close(), payments.close()]);
  await redis.close();
});

test('what a schedule repeats waits once, is tried once, and leaves nothing behind', async () => {
  const ask = () =>
    queue.enqueue([
      { id: 'question', name: 'ask', lane: 'payments', payload: {}, isRepeated: true },
    ]);
  const left = () => payments.getJobs();
  await ask();
  await ask();
  expect(await left()).toHaveLength(1);

  let tries = 0;
  const worker = new Worker(
    'payments',
    async () => {
      tries += 1;
      if (tries === 1) throw new Error('nobody answers');
    },
    { connection: { url: redis.url }, prefix },
  );
  try {
    await until(async () => tries === 1 && (await left()).length === 0);
    await ask();
    await until(async () => tries === 2 && (await left()).length === 0);
  } finally {
    await worker.close();
  }
});

describe('a connection to Redis that died without a word', () => {
  const logger = createLogger('worker', { level: 'silent' });
  const silentMs = 500;

  test('of the relay is made anew, and nothing waits for it longer than that', async () => {
    const proxy = await startChaosProxy(Number(new URL(redis.url).port));
    const behind = createQueue({ redisUrl: through(proxy, redis.url), logger, silentMs });
    const job = { id: 'late', name: 'ask', lane: 'mail' as const, payload: {} };
    try {
      await behind.memory();
      proxy.set({ isBlackhole: true });
      await expect(behind.memory()).rejects.toThrow(`longer than ${silentMs} ms`);
      await expect(behind.enqueue([job])).rejects.toThrow(`longer than ${silentMs} ms`);
      proxy.set({});
      await until(() => behind.memory().catch(() => null));
      proxy.halfCloseAll();
      await until(() => behind.memory().catch(() => null));
      await behind.enqueue([job]);
    } finally {
      await behind.close();
      await proxy.close();
    }
  });

  test('of a worker is made anew, and jobs go on', async () => {
    const proxy = await startChaosProxy(Number(new URL(redis.url).port));
    const asked: unknown[] = [];
    const query = async (_statement: string, values: unknown[]) => {
      asked.push(...values);
      return { rows: [] };
    };
    const processors = startProcessors({
      redisUrl: through(proxy, redis.url),
      deps: { pool: { query } } as unknown as JobDeps,
      giveWay: async () => {},
      metrics: createMetrics('worker'),
      logger,
      // Longer than BullMQ waits for a job: below that it and the connection make each other anew without end.
      silentMs: 7_000,
    });
    const refund = (id: string) =>
      queue.enqueue([
        { id, name: 'execute-refund', lane: 'refunds', payload: { refundId: randomUUID() } },
      ]);
    try {
      await refund('before');
      await until(() => asked.length === 1);
      proxy.halfCloseAll();
      await refund('after');
      await until(() => asked.length === 2);
    } finally {
      await processors.close();
      await proxy.close();
    }
  });
});

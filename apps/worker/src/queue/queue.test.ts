import { createLogger } from '@foyer/runtime';
import { createTestRedis, type TestRedis, until } from '@foyer/testing';
import { Queue, Worker } from 'bullmq';
import { createQueue, type JobQueue, prefix } from './queue.ts';

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

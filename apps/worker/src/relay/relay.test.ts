import { randomUUID } from 'node:crypto';
import { listen } from '@foyer/db';
import { createLogger, createMetrics } from '@foyer/runtime';
import {
  createTestDatabase,
  createTestRedis,
  insertOrganization,
  type TestDatabase,
  type TestRedis,
  until,
} from '@foyer/testing';
import { Queue, Worker } from 'bullmq';
import type { Enqueue, NewJob } from '../jobs/job.ts';
import { createQueue, type JobQueue } from '../queue/queue.ts';
import { createRecall, relayOnce, startRelay } from './relay.ts';

const logger = createLogger('worker', { level: 'silent' });
let database: TestDatabase;
let redis: TestRedis;
let queue: JobQueue;
let mail: Queue;
let refunds: Queue;

beforeAll(async () => {
  database = await createTestDatabase();
  redis = await createTestRedis('queue', { isBullMq: true });
  queue = createQueue({ redisUrl: redis.url, logger });
  const connection = { url: redis.url };
  mail = new Queue('mail', { connection, prefix: 'foyer' });
  refunds = new Queue('refunds', { connection, prefix: 'foyer' });
});
afterAll(async () => {
  await Promise.all([queue.close(), mail.close(), refunds.close()]);
  await redis.close();
  await database.close();
});
beforeEach(async () => {
  await database.pools.admin.query('truncate app_private.outbox');
  await redis.redis.flushdb();
});

async function put(topic: string, payload: object, orgId?: string): Promise<number> {
  const { rows } = await database.pools.admin.query<{ id: number }>(
    'insert into app_private.outbox (topic, payload, org_id) values ($1, $2, $3) returning id::int',
    [topic, JSON.stringify(payload), orgId],
  );
  return rows[0]?.id ?? 0;
}
const organization = async () => (await insertOrganization(database.pools.admin)).id;
const confirmed = () => put('registration.confirmed', { registrationId: randomUUID() });

async function unpublished(): Promise<number> {
  const { rows } = await database.pools.admin.query(
    'select count(*)::int as count from app_private.outbox where published_at is null',
  );
  return rows[0].count;
}

const jobIds = async (of: Queue) =>
  (await of.getJobs(['waiting', 'prioritized'])).map(({ id }) => id).sort();
const recall = () => createRecall({ pool: database.pools.worker, memory: queue.memory, logger })();
const relay = async (enqueue: Enqueue = queue.enqueue) =>
  relayOnce({ pool: database.pools.worker, enqueue, memory: await recall(), logger });

test('a row becomes one job in its lane, named after the row, and is published', async () => {
  const confirmation = await confirmed();
  const refund = await put('refund.queued', { refundId: randomUUID() });
  expect(await relay()).toBe(2);
  expect(await jobIds(mail)).toEqual([`outbox-${confirmation}`]);
  expect(await jobIds(refunds)).toEqual([`outbox-${refund}`]);
  expect(await unpublished()).toBe(0);
  expect(await relay()).toBe(0);
});

test('a relay that dies after adding the job and before saying so leaves one job', async () => {
  const id = await confirmed();
  const dies = async (jobs: NewJob[]) => {
    await queue.enqueue(jobs);
    throw new Error('killed');
  };
  await expect(relay(dies)).rejects.toThrow('killed');
  // Leased: nobody else takes it now; when the lease has run out, somebody does.
  expect(await relay()).toBe(0);
  await database.pools.admin.query(`update app_private.outbox set leased_until = '-infinity'`);
  expect(await relay()).toBe(1);
  expect(await jobIds(mail)).toEqual([`outbox-${id}`]);
});

test('ten relays at once publish every row once', async () => {
  const ids = await Promise.all(Array.from({ length: 60 }, confirmed));
  const counts = await Promise.all(Array.from({ length: 10 }, () => relay()));
  expect(counts.reduce((sum, count) => sum + count)).toBe(60);
  expect(await jobIds(mail)).toEqual(ids.map((id) => `outbox-${id}`).sort());
});

test('what the queue does not take stays in the outbox', async () => {
  await confirmed();
  const enqueue = async () => {
    throw new Error('Redis is down');
  };
  await expect(relay(enqueue)).rejects.toThrow();
  expect(await unpublished()).toBe(1);
});

test('a topic of a newer version waits for a worker that knows it, and holds nothing up', async () => {
  await put('ticket.teleported', {});
  const id = await confirmed();
  expect(await relay()).toBe(1);
  expect(await jobIds(mail)).toEqual([`outbox-${id}`]);
  expect(await unpublished()).toBe(1);
});

test('what nothing follows from is published without a job', async () => {
  await put('registration.expired', { registrationId: randomUUID() });
  expect(await relay()).toBe(1);
  expect(await jobIds(mail)).toEqual([]);
  expect(await unpublished()).toBe(0);
});

test('what somebody asked for goes first, and organizations take turns, however many mails one has', async () => {
  const [many, few] = [await organization(), await organization()];
  const payload = () => ({ registrationId: randomUUID() });
  for (const n of [1, 2, 3]) await put('registration.confirmed', { n, ...payload() }, many);
  await relay();
  for (const n of [4, 5]) await put('registration.confirmed', { n, ...payload() }, few);
  await put('registration.confirmed', { n: 6, ...payload() }, many);
  await put('confirmation.resend_requested', { n: 7, ...payload() }, many);
  await put('user.password_reset_requested', { n: 8 });
  await relay();
  expect((await queue.state())[0]?.counts).toMatchObject({ waiting: 8, active: 0 });

  const done: number[] = [];
  const worker = new Worker('mail', async ({ data }) => void done.push(data.payload.n), {
    connection: { url: redis.url, maxRetriesPerRequest: null },
    prefix: 'foyer',
  });
  await until(() => done.length === 8);
  await worker.close();
  expect(done).toEqual([7, 8, 1, 4, 2, 5, 3, 6]);
});

test('refunds of one organization’s called-off event let those of others go in between', async () => {
  const [many, few] = [await organization(), await organization()];
  const refund = (n: number, orgId: string) =>
    put('refund.queued', { n, refundId: randomUUID() }, orgId);
  for (const n of [1, 2, 3]) await refund(n, many);
  await relay();
  await refund(4, few);
  // Waits for no refund, and no mail for it.
  await put('payment.abandoned', { paymentId: randomUUID() }, many);
  await relay();
  const order = await refunds.getJobs(['prioritized'], 0, -1, true);
  expect(order.map(({ data }) => data.payload.n)).toEqual([1, 4, 2, 3]);
  const state = await queue.state();
  expect(state.map(({ lane, counts }) => [lane, counts.waiting])).toEqual([
    ['mail', 0],
    ['payments', 1],
    ['refunds', 4],
  ]);
});

test('a job that holds a person’s token is not kept when it is done', async () => {
  await put('user.verification_requested', {
    userId: randomUUID(),
    email: 'ada@example.org',
    token: 'secret',
    locale: 'en',
  });
  await relay();
  const [job] = await mail.getJobs(['waiting']);
  expect(job?.opts.removeOnComplete).toBe(true);
});

test('is woken by a commit, long before it would look by itself', async () => {
  let stopListening = async () => {};
  const running = startRelay({
    pool: database.pools.worker,
    enqueue: queue.enqueue,
    memory: queue.memory,
    logger,
    metrics: createMetrics('worker'),
    // Longer than anything here is waited for.
    pollMs: 600_000,
    onWake(wake) {
      const listener = listen(
        {
          databaseUrl: database.urls.worker,
          channel: 'foyer_outbox',
          applicationName: 'foyer-worker-listen',
        },
        { message: wake, connected: wake, trouble: () => {} },
      );
      stopListening = listener.stop;
    },
  });
  try {
    await until(async () => {
      const { rows } = await database.pools.admin.query(
        `select from pg_stat_activity where application_name = 'foyer-worker-listen' and query = 'listen foyer_outbox'
           and state = 'idle' and datname = current_database()`,
      );
      return rows.length === 1;
    });
    await confirmed();
    await until(async () => (await unpublished()) === 0);

    // The connection breaks; it comes back and tells of what came in between.
    await database.pools.admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'foyer-worker-listen' and datname = current_database()`,
    );
    await confirmed();
    await until(async () => (await unpublished()) === 0);
  } finally {
    await running.stop();
    await stopListening();
  }
});

test('without any notification it looks by itself', async () => {
  const running = startRelay({
    pool: database.pools.worker,
    enqueue: queue.enqueue,
    memory: queue.memory,
    logger,
    metrics: createMetrics('worker'),
    pollMs: 50,
    onWake() {},
  });
  try {
    await confirmed();
    await until(async () => (await unpublished()) === 0);
  } finally {
    await running.stop();
  }
});

test('what a queue that lost its memory had not done yet is published again, once', async () => {
  await recall();
  const ids = [await confirmed(), await confirmed(), await confirmed()].map((id) => `outbox-${id}`);
  await relay();
  await recall();
  expect(await unpublished()).toBe(0);

  await redis.redis.flushdb();
  // Two workers notice at once.
  await Promise.all([recall(), recall()]);
  expect(await unpublished()).toBe(3);
  await relay();
  expect(await jobIds(mail)).toEqual(ids.sort());
  await recall();
  expect(await unpublished()).toBe(0);
});

test('what a queue lost before it was marked, and another worker noted the loss, is published again', async () => {
  const id = await confirmed();
  const isLate = async (jobs: NewJob[]) => {
    await queue.enqueue(jobs);
    await redis.redis.flushdb();
    await recall();
  };
  await expect(relay(isLate)).rejects.toThrow('lost its memory');
  expect(await unpublished()).toBe(1);
  await database.pools.admin.query(`update app_private.outbox set leased_until = '-infinity'`);
  expect(await relay()).toBe(1);
  expect(await jobIds(mail)).toEqual([`outbox-${id}`]);
});

test('a worker that saw less of the queue than another notes again what it sees', async () => {
  const pool = database.pools.worker;
  const seen = await queue.memory();
  const running = startRelay({
    pool,
    enqueue: queue.enqueue,
    memory: async () => seen,
    logger,
    metrics: createMetrics('worker'),
    pollMs: 50,
    onWake() {},
  });
  try {
    await confirmed();
    await until(async () => (await unpublished()) === 0);
    const other = { ...seen, runId: randomUUID() };
    await createRecall({ pool, memory: async () => other, logger })();
    await confirmed();
    await until(async () => {
      await database.pools.admin.query(`update app_private.outbox set leased_until = '-infinity'`);
      return (await unpublished()) === 0;
    });
  } finally {
    await running.stop();
  }
});

test('after a restart only the last minutes are published again, and what was kept stays one job', async () => {
  const pool = database.pools.worker;
  const memory = await queue.memory();
  const restarted = async () => ({ ...memory, runId: randomUUID() });
  const [old, young] = [await confirmed(), await confirmed()];
  await relay();
  await database.pools.admin.query(
    `update app_private.outbox set published_at = published_at - interval '1 hour' where id = $1`,
    [old],
  );
  await createRecall({ pool, memory: restarted, logger })();
  expect(await unpublished()).toBe(1);
  await relay();
  expect(await jobIds(mail)).toEqual([`outbox-${old}`, `outbox-${young}`].sort());
});

test('a lane tells how old its oldest job is, also while that one waits for another try', async () => {
  const now = Date.now();
  const age = (seconds: number) => ({ timestamp: now - seconds * 1_000 });
  await mail.addBulk([
    { name: 'young', data: {}, opts: { ...age(5) } },
    { name: 'in turn', data: {}, opts: { ...age(20), priority: 3 } },
    ...Array.from({ length: 50 }, (_, i) => ({
      name: 'retried',
      data: {},
      // The longer they have been tried, the later they are tried again.
      opts: { ...age(100 + i), delay: 1_000_000 + i * 60_000 },
    })),
  ]);
  const [first, second] = await queue.state();
  expect(first).toMatchObject({
    lane: 'mail',
    counts: { waiting: 2, delayed: 50, active: 0, failed: 0 },
  });
  expect(first?.oldestSeconds).toBeGreaterThanOrEqual(149);
  expect(second).toMatchObject({ lane: 'payments', oldestSeconds: 0 });
});

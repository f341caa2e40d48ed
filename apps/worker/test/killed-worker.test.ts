import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createLogger } from '@foyer/runtime';
import {
  confirm,
  createTestRedis,
  insertEvent,
  insertOrganization,
  reservationRequest,
  reserve,
  type TestRedis,
  until,
} from '@foyer/testing';
import { Queue, Worker } from 'bullmq';
import { createQueue } from '../src/queue/queue.ts';
import { createRecall, relayOnce } from '../src/relay/relay.ts';
import type { Reply } from './mail-server.ts';
import { createWorkerHarness, secret, stripe, type WorkerHarness } from './worker-harness.ts';

let harness: WorkerHarness;
let redis: TestRedis;
let workers: ChildProcess[] = [];

beforeAll(async () => {
  harness = await createWorkerHarness();
  redis = await createTestRedis('queue', { isBullMq: true });
});
afterEach(async () => {
  harness.mailServer.intercept(undefined);
  await Promise.all(workers.map((worker) => end(worker, 'SIGKILL')));
  workers = [];
});
afterAll(async () => {
  await redis.close();
  await harness.close();
});

async function startWorkerProcess(): Promise<{ worker: ChildProcess; port: number }> {
  const worker = spawn(process.execPath, [join(import.meta.dirname, 'worker-process.ts')], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      WORKER_PORT: '0',
      WORKER_DATABASE_URL: harness.urls.worker,
      REDIS_URL: redis.url,
      SMTP_URL: harness.mailServer.url,
      MAIL_FROM: 'Foyer <tickets@foyer.test>',
      FOYER_SECRET: secret,
      PUBLIC_WEB_URL: 'http://127.0.0.1:9',
      PUBLIC_API_URL: 'http://127.0.0.1:9',
      STORAGE_DIR: harness.directory,
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
      STRIPE_API_BASE: 'http://127.0.0.1:9',
    },
  });
  workers.push(worker);
  const [message] = await once(worker, 'message');
  return { worker, port: (message as { port: number }).port };
}

async function end(worker: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (worker.exitCode !== null || worker.signalCode !== null) return worker.exitCode;
  const exited = once(worker, 'exit');
  worker.kill(signal);
  return (await exited)[0];
}

async function confirmRegistration(email: string): Promise<void> {
  const { admin } = harness.pools;
  const organization = await insertOrganization(admin);
  const event = await insertEvent(admin, { orgId: organization.id });
  const { registrationId } = await reserve(admin, reservationRequest(event));
  await confirm(admin, registrationId, { email });
}

const mailsTo = (address: string) =>
  harness.mailServer.received.filter(({ to }) => to.includes(address));

test('a worker killed in the middle of sending is replaced, and the mail arrives once', async () => {
  const address = 'killed@example.org';
  const { worker } = await startWorkerProcess();
  const messageIds: (string | undefined)[] = [];
  harness.mailServer.intercept(async (email) => {
    messageIds.push(email.messageId);
    if (messageIds.length > 1) return 'accept';
    // The message was read and not taken: the worker is in the middle of its job.
    await end(worker, 'SIGKILL');
    return 'hang_up';
  });
  await confirmRegistration(address);
  await until(() => worker.signalCode === 'SIGKILL');
  expect(mailsTo(address)).toHaveLength(0);

  // Its claim lasts a minute, in case it lived; let that have passed.
  await harness.pools.admin.query(
    `update app_private.deliveries set claimed_at = claimed_at - interval '2 minutes' where delivered_at is null`,
  );
  await startWorkerProcess();
  await until(() => mailsTo(address).length > 0);
  expect(messageIds).toHaveLength(2);
  expect(messageIds[0]).toBe(messageIds[1]);
  expect(mailsTo(address)).toHaveLength(1);
});

test('a worker that died after sending, before the queue knew: the next one sends nothing', async () => {
  const address = 'sent@example.org';
  await confirmRegistration(address);
  const logger = createLogger('worker', { level: 'silent' });
  const queue = createQueue({ redisUrl: redis.url, logger });
  const connection = { url: redis.url };
  const mail = new Queue('mail', { connection, prefix: 'foyer' });
  // Takes the job as a worker does, sends, and then never says that it is done.
  const dead = new Worker('mail', null, { connection, prefix: 'foyer', lockDuration: 500 });
  try {
    const { pools } = harness;
    const recall = createRecall({ pool: pools.worker, memory: queue.memory, logger });
    await relayOnce({
      pool: pools.worker,
      enqueue: queue.enqueue,
      memory: await recall(),
      logger,
    });
    const job = await dead.getNextJob('a-token');
    await harness.run(job.name, job.data.payload, { jobId: job.id, topic: job.data.topic });
    expect(mailsTo(address)).toHaveLength(1);

    await startWorkerProcess();
    await until(async () => (await mail.getJob(job.id ?? ''))?.isCompleted());
    expect(mailsTo(address)).toHaveLength(1);
  } finally {
    await Promise.all([dead.close(true), queue.close(), mail.close()]);
  }
});

test('ends when told to, with the jobs it has begun, and answers health and metrics until then', async () => {
  const address = 'graceful@example.org';
  const { worker, port } = await startWorkerProcess();
  const health = await fetch(`http://127.0.0.1:${port}/health/ready`);
  expect(await health.json()).toMatchObject({ status: 'ready' });
  const metrics = await until(async () => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return /^foyer_jobs\{/m.test(text) && /^foyer_outbox_waiting\{/m.test(text) ? text : null;
  });
  expect(metrics).toMatch(/foyer_jobs\{lane="mail",state="failed",service="worker"\} 0/);
  expect(metrics).toMatch(/foyer_outbox_waiting\{service="worker"\} 0/);

  // Earlier tests kill workers before they could mark what they sent.
  await harness.pools.admin.query('delete from app_private.deliveries where delivered_at is null');
  let exit: Promise<number | null> | undefined;
  harness.mailServer.intercept(async (): Promise<Reply> => {
    exit = end(worker, 'SIGTERM');
    await until(async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).status === 503);
    return 'accept';
  });
  await confirmRegistration(address);
  await until(() => exit !== undefined);
  expect(await exit).toBe(0);
  expect(mailsTo(address)).toHaveLength(1);
  const { rows } = await harness.pools.admin.query(
    'select count(*)::int as unmarked from app_private.deliveries where delivered_at is null',
  );
  expect(rows[0].unmarked).toBe(0);
});

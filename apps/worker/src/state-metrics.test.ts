import { createLogger, createMetrics, type Metrics } from '@foyer/runtime';
import { createTestDatabase, type TestDatabase, until } from '@foyer/testing';
import type { LaneState } from './queue/queue.ts';
import { startStateMetrics } from './state-metrics.ts';

const logger = createLogger('worker', { level: 'silent' });
let database: TestDatabase;
let metrics: Metrics;
let running: { stop(): Promise<void> } | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  metrics = createMetrics('worker');
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
});
afterAll(() => database.close());

const start = (readQueues: () => Promise<LaneState[]>) => {
  running = startStateMetrics({ pool: database.pools.worker, readQueues, metrics, logger });
};

test('what waits is read with the rights of the worker, by the clock', async () => {
  await database.pools.admin.query(
    `insert into app_private.outbox (topic, payload, created_at) values ('x', '{}', now() - interval '90 seconds')`,
  );
  start(async () => [
    { lane: 'mail', counts: { waiting: 2, active: 1, delayed: 0, failed: 0 }, oldestSeconds: 12 },
  ]);
  const text = await until(async () => {
    const found = await metrics.render();
    return ['foyer_outbox_waiting{', 'foyer_jobs{', 'foyer_ledger_mismatches{'].every((name) =>
      found.includes(name),
    )
      ? found
      : null;
  });
  expect(text).toContain('foyer_outbox_waiting{service="worker"} 1');
  expect(text).toMatch(/foyer_outbox_oldest_seconds\{service="worker"\} 9\d/);
  expect(text).toContain('foyer_jobs{lane="mail",state="waiting",service="worker"} 2');
  expect(text).toContain('foyer_jobs_oldest_seconds{lane="mail",service="worker"} 12');
  expect(text).toContain('foyer_holds{state="overdue",service="worker"} 0');
  expect(text).toContain('foyer_ledger_mismatches{kind="capture",service="worker"} 0');
});

test('what was never read is not shown as nothing', async () => {
  start(() => Promise.reject(new Error('Redis is away')));
  const text = await until(async () => {
    const found = await metrics.render();
    return found.includes('foyer_outbox_waiting{') ? found : null;
  });
  expect(text).not.toContain('foyer_jobs{');
  expect(text).not.toContain('foyer_jobs_oldest_seconds{');
});

import { setTimeout as sleep } from 'node:timers/promises';
import { createPool } from '@foyer/db';
import { createTestDatabase, type TestDatabase } from '@foyer/testing';
import type pg from 'pg';
import { createPipelines, type SendDown } from '../../src/batching/pipelines.ts';

let db: TestDatabase;
let pool: pg.Pool;
let sendDown: SendDown;
beforeAll(async () => {
  db = await createTestDatabase();
  pool = createPool(db.urls.api, { applicationName: 'test-pipelines', max: 2, isPipelined: true });
  sendDown = createPipelines(pool);
});
afterAll(async () => {
  await pool.end();
  await db.close();
});

const backend = 'pg_backend_pid() as pid, clock_timestamp()::text as at';
type Backend = { pid: number; at: string };
const ask = async (lane: string, from = '') =>
  (await sendDown<Backend>(lane, { name: `ask ${from}`, text: `select ${backend} ${from}` }))
    .rows[0];

test('queries of a lane go down one connection, in order; another lane has its own', async () => {
  const [slow, next, other] = await Promise.all([
    ask('opera', 'from pg_sleep(0.2)'),
    ask('opera'),
    ask('club'),
  ]);
  expect(next?.pid).toBe(slow?.pid);
  expect(next?.at && slow?.at && next.at > slow.at).toBe(true);
  expect(other?.pid).not.toBe(slow?.pid);
  expect(other?.at && slow?.at && other.at < slow.at).toBe(true);
  expect(pool.idleCount).toBe(2);
});

test('the second is at the server while the first is worked on', async () => {
  const queries = [ask('opera', 'from pg_sleep(0.3)'), ask('opera')];
  await sleep(100);
  // Nothing of this process runs until the first must be over.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
  const [slow, next] = await Promise.all(queries);
  const seconds = await db.adminPool.query<{ between: number }>(
    'select extract(epoch from $2::timestamptz - $1::timestamptz)::float as between',
    [slow?.at, next?.at],
  );
  expect(seconds.rows[0]?.between).toBeLessThan(0.2);
});

test('one that fails fails alone, and nothing more is sent down its connection', async () => {
  const failed = ask('opera', 'from nothing');
  const behind = ask('opera', 'from pg_sleep(0.2)');
  await expect(failed).rejects.toMatchObject({ code: '42P01' });
  const after = await ask('opera');
  expect(await behind).toBeDefined();
  expect((await behind)?.pid).not.toBe(after?.pid);
  // Closed, not lent again.
  expect(pool.totalCount).toBe(1);
});

test('a lost connection fails all that are on it; the next has a new one', async () => {
  const queries = [ask('opera', 'from pg_sleep(5)'), ask('opera')];
  const outcomes = Promise.allSettled(queries);
  await sleep(100);
  await db.adminPool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test-pipelines' and state = 'active'",
  );
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await ask('opera')).toBeDefined();
});

import { createTestDatabase, type TestDatabase, until } from '@foyer/testing';
import type pg from 'pg';
import { type ChaosProxy, startChaosProxy, through } from '../../../tests/support/chaos-proxy.ts';
import { createPool, isUnavailable, withClaims } from '../src/index.ts';

let db: TestDatabase;
let proxy: ChaosProxy;
let pool: pg.Pool;

beforeAll(async () => {
  db = await createTestDatabase();
  proxy = await startChaosProxy(Number(new URL(db.urls.api).port));
});
beforeEach(() => {
  pool = createPool(through(proxy, db.urls.api), {
    applicationName: 'impatient',
    max: 1,
    statementTimeoutMs: 400,
    lockTimeoutMs: 150,
  });
});
afterEach(async () => {
  proxy.set({});
  await pool.end();
});
afterAll(async () => {
  await proxy.close();
  await db.close();
});

const userId = '00000000-0000-4000-8000-000000000001';
const asUser = <T>(work: (client: pg.PoolClient) => Promise<T>) =>
  withClaims(pool, { userId }, work);
const whoAmI = async () =>
  (
    await pool.query(
      `select current_user::text as role, current_setting('foyer.user_id', true) as "user",
         pg_current_xact_id_if_assigned() as xact`,
    )
  ).rows[0];

test('a connection that breaks while it is lent out fails its query and nothing else', async () => {
  const broken = asUser(async (client) => {
    setTimeout(() => proxy.resetAll(), 50);
    await client.query('select pg_sleep(0.3)');
  });
  await expect(broken).rejects.toThrow();
  expect(await whoAmI()).toMatchObject({ role: 'foyer_authenticator' });
});

test('an answer that never comes is given up, and the connection with it: no setting, no transaction is left', async () => {
  await whoAmI();
  const began = performance.now();
  const cut = asUser(async (client) => {
    proxy.set({ isDeaf: true });
    await client.query('select 1');
  });
  await expect(cut).rejects.toThrow('silent');
  expect(performance.now() - began).toBeLessThan(5_000);
  proxy.set({});
  const next = await whoAmI();
  expect(next).toMatchObject({ role: 'foyer_authenticator', xact: null });
  expect(next.user ?? '').toBe('');
});

test('a connection that nobody needs for a while is kept, with what it has planned', async () => {
  const backend = async () => (await pool.query('select pg_backend_pid() as pid')).rows[0].pid;
  const before = await backend();
  // Longer than a lent one may be silent (1.4 s here).
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(await backend()).toBe(before);
});

test('half a connection is noticed too, and the pool recovers by itself', async () => {
  await whoAmI();
  proxy.halfCloseAll();
  await expect(whoAmI()).rejects.toThrow('silent');
  expect(await whoAmI()).toMatchObject({ role: 'foyer_authenticator' });
});

test('nobody waits for a lock, a statement or a connection without end', async () => {
  const holder = await db.adminPool.connect();
  try {
    await holder.query('begin');
    await holder.query('select pg_advisory_xact_lock(42)');
    await expect(pool.query('select pg_advisory_xact_lock(42)')).rejects.toMatchObject({
      code: '55P03',
    });
    await expect(pool.query('select pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
  } finally {
    await holder.query('rollback');
    holder.release();
  }
});

test('what a server that is away makes of a query is told from what a query does wrong', async () => {
  const errorOf = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: unknown) => error,
    );
  proxy.set({ isRefusing: true });
  expect(isUnavailable(await errorOf(pool.query('select 1')))).toBe(true);
  proxy.set({});
  await until(() => whoAmI());
  const patient = createPool(db.urls.api, { applicationName: 'patient', max: 1 });
  const terminated = errorOf(patient.query('select pg_sleep(10)'));
  await until(async () => {
    const { rowCount } = await db.adminPool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'patient' and state = 'active'`,
    );
    return rowCount;
  });
  expect(isUnavailable(await terminated)).toBe(true);
  await patient.end();
  expect(isUnavailable(await errorOf(pool.query('select nonsense')))).toBe(false);
  expect(isUnavailable(await errorOf(pool.query('select 1 / 0')))).toBe(false);
});

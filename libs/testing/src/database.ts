import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { databaseUrl, ensureTemplate, withAdmin } from './template.ts';

export interface TestPools {
  /** Superuser: arranges and inspects, bypasses row level security. */
  admin: pg.Pool;
  /** As the API connects: `foyer_authenticator`; set a role and claims per transaction. */
  api: pg.Pool;
  worker: pg.Pool;
  checkin: pg.Pool;
}

export interface TestDatabase {
  name: string;
  /** For the parts that open pools of their own, e.g. a server under test. */
  urls: Record<keyof TestPools, string>;
  pools: TestPools;
  adminPool: pg.Pool;
  /** Ends the pools, fails if anything else still holds a connection, drops the database. */
  close(): Promise<void>;
}

/** How long the server may take to notice that a client has gone. */
const DISCONNECT_TIMEOUT_MS = 30_000;

/** A database of one's own: a clone of the migrated template. One per test file, in `beforeAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = await ensureTemplate();
  const name = `foyer_test_${randomBytes(6).toString('hex')}`;
  await withAdmin((admin) => admin.query(`create database ${name} template ${template}`));

  const urls = {
    admin: databaseUrl(name),
    api: databaseUrl(name, 'foyer_authenticator'),
    worker: databaseUrl(name, 'foyer_worker'),
    checkin: databaseUrl(name, 'foyer_checkin'),
  };
  const pools: TestPools = {
    admin: openPool(urls.admin, 'test-admin'),
    api: openPool(urls.api, 'test-api'),
    worker: openPool(urls.worker, 'test-worker'),
    checkin: openPool(urls.checkin, 'test-checkin'),
  };
  return {
    name,
    urls,
    pools,
    adminPool: pools.admin,
    async close() {
      await Promise.all(Object.values(pools).map((pool) => endPool(pool)));
      const leaks = await findLeaks(name);
      await withAdmin((admin) => admin.query(`drop database ${name} with (force)`));
      if (leaks.length > 0) {
        throw new Error(`Connections were left open by the test:\n  ${leaks.join('\n  ')}`);
      }
    },
  };
}

function openPool(connectionString: string, application_name: string): pg.Pool {
  return new pg.Pool({ connectionString, application_name, max: 10, allowExitOnIdle: true });
}

/** `pool.end()` waits forever for a client that was never released; a leak shall say so instead. */
async function endPool(pool: pg.Pool): Promise<void> {
  const { application_name: name } = pool.options as { application_name?: string };
  const timeout = sleep(DISCONNECT_TIMEOUT_MS, 'late', { ref: false });
  if ((await Promise.race([pool.end(), timeout])) === 'late') {
    throw new Error(`A client of the pool ${name} was never released (missing client.release()).`);
  }
}

async function findLeaks(database: string): Promise<string[]> {
  const deadline = Date.now() + DISCONNECT_TIMEOUT_MS;
  return await withAdmin(async (admin) => {
    for (;;) {
      const { rows } = await admin.query<{ leak: string }>(
        `select format('%s as %s, %s: %s', coalesce(nullif(application_name, ''), '(unnamed)'),
                       usename, coalesce(state, '?'), left(query, 200)) as leak
           from pg_stat_activity
          where datname = $1 and backend_type = 'client backend'`,
        [database],
      );
      if (rows.length === 0 || Date.now() > deadline) return rows.map((row) => row.leak);
      await sleep(20);
    }
  });
}

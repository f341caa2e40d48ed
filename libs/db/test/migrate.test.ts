import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseUrl, withAdmin } from '@foyer/testing';
import pg from 'pg';
import { migrate } from '../src/index.ts';

const name = `foyer_migrate_${randomBytes(4).toString('hex')}`;
const url = databaseUrl(name);
let pool: pg.Pool;
beforeAll(async () => {
  await withAdmin((admin) => admin.query(`create database ${name}`));
  pool = new pg.Pool({ connectionString: url, max: 4 });
});
afterAll(async () => {
  await pool.end();
  await withAdmin((admin) => admin.query(`drop database ${name} with (force)`));
});

const forget = (path: string) =>
  pool.query('delete from app_private.applied_objects where path like $1', [path]);

test('several processes that start together migrate once', async () => {
  const runs = await Promise.all([migrate(url), migrate(url), migrate(url)]);
  const done = runs.map(({ migrations }) => migrations.length).sort((a, b) => a - b);
  expect(done.slice(0, 2)).toEqual([0, 0]);
  expect(done[2]).toBeGreaterThan(5);
});

test('a process that was killed while it migrated stops nobody after it', async () => {
  await pool.query('update knex_migrations_lock set is_locked = 1');
  await expect(migrate(url)).resolves.toEqual({ migrations: [], objects: [] });
});

test('a table that is in use is waited for in small bites: who reads it is held up for a second at most', async () => {
  await forget('policies/app_public/events.sql');
  const holder = await pool.connect();
  await holder.query('begin');
  await holder.query('select count(*) from app_public.events');
  const migrating = migrate(url);
  const waits: number[] = [];
  const end = Date.now() + 3_500;
  // It does queue, and a reader behind it: otherwise nothing would be tested.
  while (Date.now() < end || Math.max(...waits) <= 100) {
    const began = performance.now();
    await pool.query('select count(*) from app_public.events');
    waits.push(performance.now() - began);
    await sleep(20);
  }
  await holder.query('commit');
  holder.release();
  expect((await migrating).objects).toEqual(['policies/app_public/events.sql']);
  // Without the timeout they would have waited until the table was free.
  expect(Math.max(...waits)).toBeLessThan(3_000);
});

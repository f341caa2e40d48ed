import { claimSettings, createPool } from '@foyer/db';
import { createTestDatabase, type TestDatabase } from '@foyer/testing';
import type pg from 'pg';
import { createWithPgClient } from '../../src/graphql/with-pg-client.ts';

let db: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  db = await createTestDatabase();
  pool = createPool(db.urls.api, { applicationName: 'with-pg-client', max: 1 });
});
afterAll(async () => {
  await pool.end();
  await db.close();
});

test('of many different statements a connection keeps the last ones prepared, and takes back any', async () => {
  const withPgClient = createWithPgClient(pool);
  const ask = (n: number) =>
    withPgClient(claimSettings({}), (client) =>
      client.query<{ n: number }>({ name: `statement ${n}`, text: `select ${n} as n` }),
    );
  const all = Array.from({ length: 150 }, (_, n) => n);
  for (const n of [...all, 0]) expect((await ask(n)).rows).toEqual([{ n }]);

  const { rows } = await pool.query<{ name: string }>(
    `select name from pg_prepared_statements where name like 'statement %'`,
  );
  const kept = rows.map(({ name }) => name);
  expect(kept).toHaveLength(100);
  expect(kept).toEqual(expect.arrayContaining(['statement 0', 'statement 149']));
  expect(kept).not.toContain('statement 1');
});

test('who comes after a connection that was ended is not told of it', async () => {
  const withPgClient = createWithPgClient(pool);
  const ask = <Row>(text: string) =>
    withPgClient(claimSettings({}), async (client) => (await client.query<Row>({ text })).rows);
  const [session] = await ask<{ pid: number }>('select pg_backend_pid() as pid');
  const cut = expect(ask('select pg_sleep(60)')).rejects.toMatchObject({ code: '57P01' });
  const next = ask('select 1 as n');
  await db.pools.admin.query('select pg_terminate_backend($1)', [session?.pid]);
  await cut;
  expect(await next).toEqual([{ n: 1 }]);
});

test('values that cannot be sent do not keep the next from their statement', async () => {
  const withPgClient = createWithPgClient(pool);
  const ask = (value: unknown) =>
    withPgClient(claimSettings({}), async (client) => {
      const query = { name: 'echo', text: 'select $1::text as t', values: [value] };
      return (await client.query<{ t: string }>(query as never)).rows;
    });
  const toPostgres = () => {
    throw new Error('not a value');
  };
  await expect(ask({ toPostgres })).rejects.toThrow('not a value');
  expect(await ask('fine')).toEqual([{ t: 'fine' }]);
});

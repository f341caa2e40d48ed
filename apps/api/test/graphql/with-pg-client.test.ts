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

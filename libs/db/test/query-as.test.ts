import { createTestDatabase, insertOrganization, type TestDatabase } from '@foyer/testing';
import type pg from 'pg';
import { claimSettings, connectionOf, createPool, queryAs } from '../src/index.ts';

const userId = '00000000-0000-4000-8000-000000000001';
const whoAmI = {
  name: 'who',
  text: `select current_user::text as role, current_setting('foyer.user_id', true) as "user"`,
};
const nobody = { role: 'foyer_authenticator', user: '' };

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

describe.each([{ isPooled: false }, { isPooled: true }])(
  'with $isPooled for a pooler',
  (options) => {
    let pool: pg.Pool;
    let client: pg.PoolClient;
    let answers = 0;
    beforeEach(async () => {
      pool = createPool(db.urls.api, { applicationName: 'query-as', max: 1, ...options });
      client = await pool.connect();
      // The first one prepares what sets the caller.
      await as({ text: 'select 1' });
      answers = 0;
      (connectionOf(client) as unknown as NodeJS.EventEmitter).on('readyForQuery', () => {
        answers += 1;
      });
    });
    afterEach(async () => {
      client.release();
      await pool.end();
    });

    const as = <Row>(query: pg.QueryConfig & { rowMode?: 'array' }) =>
      queryAs<Row>(client, claimSettings({ userId }), query);

    test('one round trip, as the caller; the next statement is nobody again', async () => {
      expect(await as(whoAmI)).toEqual(
        expect.objectContaining({ rows: [{ role: 'foyer_user', user: userId }], rowCount: 1 }),
      );
      expect(answers).toBe(1);
      expect((await client.query(whoAmI)).rows).toEqual([nobody]);
      expect((await as({ ...whoAmI, rowMode: 'array' })).rows).toEqual([['foyer_user', userId]]);
    });

    test('a refused statement leaves nothing, not even the caller, and may be sent again', async () => {
      const division = { name: 'division', text: 'select 6 / $1::int as n' };
      await expect(as({ ...division, values: [0] })).rejects.toMatchObject({ code: '22012' });
      expect((await client.query(whoAmI)).rows).toEqual([nobody]);
      expect((await as({ ...division, values: [3] })).rows).toEqual([{ n: 2 }]);

      const unknown = { name: 'unknown', text: 'select nothing_like_that' };
      for (let i = 0; i < 2; i += 1)
        await expect(as(unknown)).rejects.toMatchObject({ code: '42703' });
    });

    test('what fails when it is committed fails', async () => {
      const { id } = await insertOrganization(db.pools.admin);
      await db.pools.admin.query(`
      create or replace function app_private.too_late() returns trigger language plpgsql as
        $$ begin raise exception 'too late' using errcode = 'FY001'; end $$;
      drop trigger if exists too_late on app_public.organizations;
      create constraint trigger too_late after update on app_public.organizations
        deferrable initially deferred for each row execute function app_private.too_late();
      grant update on app_public.organizations to foyer_user;
      drop policy if exists anybody on app_public.organizations;
      create policy anybody on app_public.organizations to foyer_user using (true)`);
      const rename = {
        text: `update app_public.organizations set name = 'New' where id = $1`,
        values: [id],
      };
      await expect(as(rename)).rejects.toMatchObject({ code: 'FY001' });
      const { rows } = await db.pools.admin.query(
        'select name from app_public.organizations where id = $1',
        [id],
      );
      expect(rows[0].name).not.toBe('New');
      expect((await client.query(whoAmI)).rows).toEqual([nobody]);
    });

    test('rows of the settings are nobody’s answer: a statement without rows has none', async () => {
      expect((await as({ text: 'select 1 as n where false' })).rows).toEqual([]);
      await expect(as({ text: '', values: [] })).resolves.toMatchObject({ rows: [] });
    });

    test('values that cannot be sent fail their statement only', async () => {
      const values = [
        {
          toPostgres: () => {
            throw new Error('not a value');
          },
        },
      ];
      await expect(as({ text: 'select $1::text', values })).rejects.toThrow('not a value');
      expect((await as<{ role: string }>(whoAmI)).rows[0]?.role).toBe('foyer_user');
    });
  },
);

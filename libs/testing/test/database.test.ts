import pg from 'pg';
import { createTestDatabase, inRollback, until } from '../src/index.ts';

describe('createTestDatabase', () => {
  test('gives two files databases that do not see each other', async () => {
    const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await one.adminPool.query('create table only_here (id int)');

    await expect(two.adminPool.query('select from only_here')).rejects.toThrow(/does not exist/);

    await Promise.all([one.close(), two.close()]);
  });

  test('connects each pool as the role of its service', async () => {
    const db = await createTestDatabase();
    const who = async (pool: pg.Pool) =>
      (await pool.query<{ who: string }>('select session_user as who')).rows[0]?.who;

    expect(await who(db.pools.api)).toBe('foyer_authenticator');
    expect(await who(db.pools.worker)).toBe('foyer_worker');
    expect(await who(db.pools.checkin)).toBe('foyer_checkin');

    await db.close();
  });

  test('refuses to close while a connection is left open, and names it', async () => {
    const db = await createTestDatabase();
    const leaked = new pg.Client({ connectionString: db.urls.admin, application_name: 'leaky' });
    leaked.on('error', () => {});
    await leaked.connect();

    await expect(db.close()).rejects.toThrow(/leaky/);

    await until(async () =>
      leaked.query('select').then(
        () => false,
        () => true,
      ),
    );
  });
});

describe('inRollback', () => {
  test('leaves nothing behind, also when the test fails', async () => {
    const db = await createTestDatabase();
    await db.adminPool.query('create table kept (id int)');

    const failing = inRollback(db.adminPool, async (client) => {
      await client.query('insert into kept values (1)');
      throw new Error('as expected');
    });

    await expect(failing).rejects.toThrow('as expected');
    expect((await db.adminPool.query('select from kept')).rowCount).toBe(0);
    await db.close();
  });
});

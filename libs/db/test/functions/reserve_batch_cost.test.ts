import {
  createTestDatabase,
  insertEvent,
  insertOrganization,
  reservationRequest,
  reserveBatch,
  type TestDatabase,
} from '@foyer/testing';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

test('a batch reads no order of before, also with plans that were made while there was none', async () => {
  const client = await db.pools.admin.connect();
  try {
    const { id: orgId } = await insertOrganization(client);
    const event = await insertEvent(client, { orgId, quotas: { event: 100_000 } });
    const batch = () =>
      reserveBatch(
        client,
        Array.from({ length: 50 }, () => reservationRequest(event)),
      );
    /** Rows that statements of this connection read from the table, by index or not. */
    const read = async (table: string): Promise<number> => {
      await client.query('select pg_stat_force_next_flush()');
      await client.query('select pg_stat_clear_snapshot()');
      const { rows } = await client.query(
        'select seq_tup_read + idx_tup_fetch as count from pg_stat_user_tables where relid = $1::regclass',
        [table],
      );
      return Number(rows[0].count);
    };
    for (let i = 0; i < 60; i += 1) await batch();
    // 3,000 orders came before. Foreign keys look at the orders of this batch.
    for (const [table, most] of [
      ['app_public.registration_items', 100],
      ['app_public.registrations', 250],
    ] as const) {
      const before = await read(table);
      await batch();
      expect((await read(table)) - before).toBeLessThan(most);
    }
  } finally {
    client.release();
  }
});

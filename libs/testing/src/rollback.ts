import type pg from 'pg';

/** Runs a test inside a transaction and rolls it back, however it ends. */
export async function inRollback<T>(
  pool: pg.Pool,
  test: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    return await test(client);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

import type pg from 'pg';

/** Whether somebody waits for a lock in this database with such a statement: `until(() => waitsForLock(admin, 'reserve_batch'))`. */
export async function waitsForLock(
  admin: pg.Pool | pg.PoolClient,
  statement: string,
): Promise<boolean> {
  const { rowCount } = await admin.query(
    `select from pg_stat_activity
     where wait_event_type = 'Lock' and query like $1 and datname = current_database()`,
    [`%${statement}%`],
  );
  return rowCount !== 0;
}

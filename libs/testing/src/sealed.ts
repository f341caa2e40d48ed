import type pg from 'pg';
import { until } from './until.ts';

/**
 * Seals the record until no line is left out. One call of `seal_audit` may leave some: they wait
 * while any older transaction of the server still runs, in another database too.
 */
export async function sealEverything(db: pg.Pool | pg.PoolClient): Promise<void> {
  await until(
    async () => {
      await db.query('select app_private.seal_audit()');
      const { rows } = await db.query<{ open: number }>(
        `select (select count(*) from app_public.audit_logs)::int
           - (select coalesce(sum(row_count), 0) from app_private.audit_seals)::int as open`,
      );
      return rows[0]?.open === 0;
    },
    { what: 'every line of the record to be sealed' },
  );
}

import { hash } from '@node-rs/argon2';
import pg from 'pg';
import { demoPassword } from './accounts.ts';
import { withHistoricAudit } from './audit.ts';
import { buildWorld } from './build.ts';
import { insertRows } from './insert.ts';
import { checkInvariants } from './invariants.ts';

export { type DemoSignIn, demoPassword, demoSignIns } from './accounts.ts';

/**
 * Fills an empty installation with the demo world: three organizations, their events, and weeks of
 * sales relative to today. Does nothing when there is any organization; all or nothing otherwise.
 *
 * @param adminUrl a login that may become foyer_owner; the schema must be migrated
 */
export async function seed(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'foyer-seed' });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtext('foyer:seed'))`);
    await client.query('set local role foyer_owner');
    const { rows } = await client.query<{ isEmpty: boolean; now: Date }>(
      `select not exists (select from app_public.organizations) as "isEmpty", now() as now`,
    );
    if (rows[0]?.isEmpty) {
      // The database's clock decides, since it also judges what is past and what is on sale.
      const world = buildWorld(rows[0].now, await hash(demoPassword));
      await withHistoricAudit(client, () => insertRows(client, world));
      await checkInvariants(client);
    }
    await client.query('commit');
  } finally {
    // Without a commit the server rolls everything back.
    await client.end();
  }
}

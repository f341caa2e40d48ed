import pg from 'pg';
import { plantWorld } from './plant.ts';

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
    // The database's clock decides, since it also judges what is past and what is on sale.
    const { rows } = await client.query<{ isEmpty: boolean; now: Date }>(
      `select not exists (select from app_public.organizations) as "isEmpty", now() as now`,
    );
    if (rows[0]?.isEmpty) await plantWorld(client, rows[0].now);
    await client.query('commit');
  } finally {
    // Without a commit the server rolls everything back.
    await client.end();
  }
}

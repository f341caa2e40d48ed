import { migrate } from '@foyer/db';
import { demoSignIns, seed } from '@foyer/db/seeds';
import pg from 'pg';
import type { Plan } from './plan.ts';
import { Problem } from './problem.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/** Brings the database to the current schema. Returns what was done, in a few words. */
export async function migrateDatabase(plan: Plan): Promise<string> {
  await requireReachable(plan);
  const { migrations, objects } = await migrate(plan.adminUrl, {
    passwords: plan.databasePasswords,
  });
  return migrations.length + objects.length === 0
    ? 'current'
    : `${migrations.length} migrations, ${objects.length} objects`;
}

/** Fills an empty database with the demo world; any other is left alone. Tells whether it did. */
export async function seedIfEmpty(plan: Plan): Promise<boolean> {
  const { rows } = await query<{ isEmpty: boolean }>(
    plan.adminUrl,
    `select not exists (select from app_public.users)
        and not exists (select from app_public.organizations) as "isEmpty"`,
  );
  if (!rows[0]?.isEmpty) return false;
  await seed(plan.adminUrl);
  return true;
}

/** Whether the accounts of the demo world are there, e.g. to be shown. */
export async function hasDemoWorld(plan: Plan): Promise<boolean> {
  const emails = demoSignIns.map(({ email }) => email);
  const { rowCount } = await query(
    plan.adminUrl,
    'select from app_public.users where email = any($1) limit 1',
    [emails],
  );
  return rowCount === 1;
}

async function requireReachable(plan: Plan): Promise<void> {
  try {
    await query(plan.adminUrl, 'select 1');
  } catch (error) {
    const { host, pathname } = new URL(plan.adminUrl);
    const variable = plan.isEmbedded.postgres ? 'the embedded PostgreSQL' : 'DATABASE_URL';
    throw new Problem(
      `Cannot use the database ${pathname.slice(1)} on ${host} (${variable}): ${(error as Error).message}`,
    );
  }
}

async function query<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
) {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  await client.connect();
  try {
    return await client.query<Row>(text, values);
  } finally {
    await client.end();
  }
}

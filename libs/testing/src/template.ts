import { migrate } from '@foyer/db';
import pg from 'pg';
import { testEnvironment } from './environment.ts';

/** What the login roles are called and how they sign in on the throwaway server. */
export const rolePasswords = {
  foyer_migrator: 'migrator-of-the-tests',
  foyer_authenticator: 'authenticator-of-the-tests',
  foyer_worker: 'worker-of-the-tests',
  foyer_checkin: 'checkin-of-the-tests',
} as const;

const TEMPLATE = 'foyer_template';
/** Any number, the same in every test process: the key under which they take turns. */
const TEMPLATE_LOCK = 7_400_318;

/** Makes the migrated database that test files clone, once per run, whoever comes first. */
export async function ensureTemplate(): Promise<string> {
  await withAdmin(async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    try {
      const { rows } = await admin.query<{ datistemplate: boolean }>(
        'select datistemplate from pg_database where datname = $1',
        [TEMPLATE],
      );
      if (rows[0]?.datistemplate) return;
      // Left half-made by a run that failed while migrating.
      if (rows[0]) await admin.query(`drop database ${TEMPLATE} with (force)`);
      await admin.query(`create database ${TEMPLATE}`);
      await migrate(databaseUrl(TEMPLATE), { passwords: { ...rolePasswords } });
      // Cloning needs a source nobody is connected to.
      await admin.query(`alter database ${TEMPLATE} with is_template true allow_connections false`);
      await admin.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
        [TEMPLATE],
      );
    } finally {
      await admin.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
    }
  });
  return TEMPLATE;
}

/** A connection to the server itself, beside the databases of the tests. */
export async function withAdmin<T>(work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: databaseUrl('postgres') });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

/** The URL of a database on the test server, as superuser or as one of the login roles. */
export function databaseUrl(database: string, role?: keyof typeof rolePasswords): string {
  const url = new URL(testEnvironment().FOYER_TEST_DATABASE_URL);
  url.pathname = `/${database}`;
  if (role) {
    url.username = role;
    url.password = rolePasswords[role];
  }
  return url.href;
}

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import knex, { type Knex } from 'knex';
import pg from 'pg';

const packageRoot = join(import.meta.dirname, '..');

/** Applied in this order, each file again whenever its text changes. */
const objectFolders = [
  'functions/app_hidden',
  'functions/app_private',
  'functions/app_public',
  'views',
  'triggers',
  'policies',
];

export type LoginRole = 'foyer_migrator' | 'foyer_authenticator' | 'foyer_worker' | 'foyer_checkin';

/**
 * Brings a database to the current schema: numbered migrations first, then every function, view,
 * trigger and policy whose text changed. Safe to run at each start and by several processes at once.
 *
 * @param adminUrl a login that may create roles; used here and nowhere else
 * @param options.passwords sets the passwords of the login roles that are named
 */
export async function migrate(
  adminUrl: string,
  options: { passwords?: Partial<Record<LoginRole, string>> } = {},
): Promise<{ migrations: string[]; objects: string[] }> {
  const db = knex({ client: 'pg', connection: adminUrl, pool: { min: 0, max: 1 } });
  try {
    const [, migrations] = (await db.migrate.latest({
      migrationSource: new SqlMigrations(),
    })) as [number, string[]];
    const objects = await applyObjects(adminUrl);
    await setPasswords(adminUrl, options.passwords ?? {});
    return { migrations, objects };
  } finally {
    await db.destroy();
  }
}

/** Knex reads `migrations/*.sql`; each runs in a transaction of its own, as the owner of the objects. */
class SqlMigrations implements Knex.MigrationSource<string> {
  async getMigrations(): Promise<string[]> {
    return (await readdir(join(packageRoot, 'migrations')))
      .filter((f) => f.endsWith('.sql'))
      .sort();
  }
  getMigrationName(name: string): string {
    return name;
  }
  async getMigration(name: string): Promise<Knex.Migration> {
    const text = await readFile(join(packageRoot, 'migrations', name), 'utf8');
    // The first one makes the roles and needs the administrator; all others belong to the owner.
    const role = name.startsWith('0001_') ? '' : 'set local role foyer_owner;\n';
    return {
      up: async (trx) => {
        await trx.raw((role + text).replaceAll('?', '\\?'));
        await trx.raw('reset role');
      },
      down: () => Promise.reject(new Error('Migrations go forward only; write a new one.')),
    };
  }
}

async function applyObjects(adminUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const changed: string[] = [];
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtext('foyer:objects'))`);
    await client.query('set local role foyer_owner');
    await client.query('set local check_function_bodies = off');
    await client.query(`set local client_min_messages = warning`);
    const { rows } = await client.query<{ path: string; sha256: string }>(
      'select path, sha256 from app_private.applied_objects',
    );
    const applied = new Map(rows.map((row) => [row.path, row.sha256]));
    for (const { path, text } of await readObjects()) {
      const sha256 = createHash('sha256').update(text).digest('hex');
      if (applied.get(path) === sha256) continue;
      await client.query(text).catch((error: unknown) => {
        throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
      });
      await client.query(
        `insert into app_private.applied_objects (path, sha256) values ($1, $2)
         on conflict (path) do update set sha256 = excluded.sha256, applied_at = clock_timestamp()`,
        [path, sha256],
      );
      changed.push(path);
    }
    await client.query('commit');
    return changed;
  } finally {
    await client.end();
  }
}

async function readObjects(): Promise<{ path: string; text: string }[]> {
  const objects: { path: string; text: string }[] = [];
  for (const folder of objectFolders) {
    const root = join(packageRoot, folder);
    const files = (await readdir(root, { recursive: true })).filter((f) => f.endsWith('.sql'));
    for (const file of files.sort()) {
      const path = join(root, file);
      objects.push({ path: relative(packageRoot, path), text: await readFile(path, 'utf8') });
    }
  }
  return objects;
}

async function setPasswords(
  adminUrl: string,
  passwords: Partial<Record<LoginRole, string>>,
): Promise<void> {
  const entries = Object.entries(passwords);
  if (entries.length === 0) return;
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const [role, password] of entries) {
      await client.query(
        `alter role ${client.escapeIdentifier(role)} password ${client.escapeLiteral(password)}`,
      );
    }
  } finally {
    await client.end();
  }
}

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** Whoever queues behind a migration that waits for its lock waits as long, so it gives up soon. */
const lockTimeoutMs = 1_000;
/** A minute or two of a busy table; then a person should see what holds it. */
const maxTries = 40;

/**
 * Brings a database to the current schema: numbered migrations first, then every function, view,
 * trigger and policy whose text changed. Safe to run at each start, by several processes at once, and
 * while others sell: nobody is kept from a table for longer than a second, and it tries again.
 *
 * @param adminUrl a login that may create roles; used here and nowhere else
 * @param options.passwords sets the passwords of the login roles that are named
 */
export async function migrate(
  adminUrl: string,
  options: { passwords?: Partial<Record<LoginRole, string>> } = {},
): Promise<{ migrations: string[]; objects: string[] }> {
  return await oneAtATime(adminUrl, async () => {
    const migrations = await applyMigrations(adminUrl);
    const objects = await applyObjects(adminUrl);
    await setPasswords(adminUrl, options.passwords ?? {});
    return { migrations, objects };
  });
}

/**
 * The lock ends with its connection, so a process that is killed while it migrates leaves none. Asked for again
 * and again: an index that is made concurrently would wait for a statement that waits for it.
 */
async function oneAtATime<T>(adminUrl: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const tryLock = `select pg_try_advisory_lock(hashtext('foyer:migrate')) as "isMine"`;
    while (!(await client.query(tryLock)).rows[0].isMine) await sleep(100);
    return await work();
  } finally {
    await client.end();
  }
}

/** Tries again what could not have a lock, or met others who wanted theirs in another order. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const { code, cause } = error as { code?: string; cause?: { code?: string } };
      const isBusy = ['55P03', '40P01'].includes(cause?.code ?? code ?? '');
      if (!isBusy || attempt === maxTries) throw error;
      // Longer than the lock was waited for, so that those who queued behind it get through.
      await sleep(lockTimeoutMs * (1 + Math.random()));
    }
  }
}

/** One after the other, each with what it locks: a later one that waits keeps nobody from an earlier one's table. */
async function applyMigrations(adminUrl: string): Promise<string[]> {
  const db = knex({ client: 'pg', connection: adminUrl, pool: { min: 0, max: 1 } });
  const migrator = { migrationSource: new SqlMigrations() };
  const applied: string[] = [];
  try {
    // Its tables are made by asking for the list.
    await db.migrate.list(migrator);
    for (;;) {
      const [, migrations] = await patiently(async () => {
        // Knex keeps a lock of its own in a table, where it outlives a process that is killed. We hold ours,
        // so nobody is behind that one.
        await db.migrate.forceFreeMigrationsLock(migrator);
        return (await db.migrate.up(migrator)) as [number, string[]];
      });
      if (migrations.length === 0) return applied;
      applied.push(...migrations);
    }
  } finally {
    await db.destroy();
  }
}

/** What Knex's types leave out. */
type Migration = Knex.Migration & { config: { transaction: boolean } };

/** Knex reads `migrations/*.sql`; each runs as the owner of the objects, in a transaction if it can. */
class SqlMigrations implements Knex.MigrationSource<string> {
  async getMigrations(): Promise<string[]> {
    return (await readdir(join(packageRoot, 'migrations')))
      .filter((f) => f.endsWith('.sql'))
      .sort();
  }
  getMigrationName(name: string): string {
    return name;
  }
  async getMigration(name: string): Promise<Migration> {
    const text = await readFile(join(packageRoot, 'migrations', name), 'utf8');
    const statements = text
      .replace(/--.*$/gm, '')
      .split(/;\s*$/m)
      .filter((part) => part.trim() !== '');
    const isConcurrent = statements.some((part) => concurrently.test(part));
    if (isConcurrent && !statements.every((part) => concurrently.test(part)))
      throw new Error(`${name}: what is made concurrently has a file of its own`);
    return {
      config: { transaction: !isConcurrent },
      up: (db) => (isConcurrent ? runOneByOne(db, statements) : runInTransaction(db, name, text)),
      down: () => Promise.reject(new Error('Migrations go forward only; write a new one.')),
    };
  }
}

async function runInTransaction(trx: Knex, name: string, text: string): Promise<void> {
  // The first one makes the roles and needs the administrator; all others belong to the owner.
  const role = name.startsWith('0001_') ? '' : 'set local role foyer_owner;\n';
  await trx.raw(`set local lock_timeout = ${lockTimeoutMs}`);
  await trx.raw((role + text).replaceAll('?', '\\?'));
  await trx.raw('reset role');
}

const concurrently = /^\s*(create|drop)\s+(unique\s+)?index\s+concurrently\b/i;

/** Statements that take no transaction. They wait for others as long as it takes, and nobody waits for them. */
async function runOneByOne(db: Knex, statements: string[]): Promise<void> {
  await db.raw('set role foyer_owner');
  try {
    for (const statement of statements) await db.raw(statement.replaceAll('?', '\\?'));
  } finally {
    await db.raw('reset role');
  }
}

/**
 * What changed, in as few transactions as lock no table for long: functions and views together, for they
 * lock none; each file of triggers or policies by itself, for it wants its table alone. All of them in one
 * would hold table after table until the last is had, and meet those who sell in a deadlock.
 */
async function applyObjects(adminUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ path: string; sha256: string }>(
      'select path, sha256 from app_private.applied_objects',
    );
    const applied = new Map(rows.map((row) => [row.path, row.sha256]));
    const changed = (await readObjects()).filter(
      ({ path, sha256 }) => applied.get(path) !== sha256,
    );
    const locksItsTable = ({ path }: DatabaseObject) => /^(triggers|policies)\//.test(path);
    const together = changed.filter((object) => !locksItsTable(object));
    const alone = changed.filter(locksItsTable);
    for (const unit of [together, ...alone.map((object) => [object])]) {
      if (unit.length > 0) await patiently(() => applyTogether(client, unit));
    }
    return changed.map(({ path }) => path);
  } finally {
    await client.end();
  }
}

async function applyTogether(client: pg.Client, objects: DatabaseObject[]): Promise<void> {
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = ${lockTimeoutMs}`);
    await client.query('set local role foyer_owner');
    await client.query('set local check_function_bodies = off');
    await client.query('set local client_min_messages = warning');
    for (const { path, text, sha256 } of objects) {
      await client.query(text).catch((error: unknown) => {
        throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
      });
      await client.query(
        `insert into app_private.applied_objects (path, sha256) values ($1, $2)
         on conflict (path) do update set sha256 = excluded.sha256, applied_at = clock_timestamp()`,
        [path, sha256],
      );
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

type DatabaseObject = { path: string; text: string; sha256: string };

async function readObjects(): Promise<DatabaseObject[]> {
  const objects: DatabaseObject[] = [];
  for (const folder of objectFolders) {
    const root = join(packageRoot, folder);
    const files = (await readdir(root, { recursive: true })).filter((f) => f.endsWith('.sql'));
    for (const file of files.sort()) {
      const path = join(root, file);
      const text = await readFile(path, 'utf8');
      const sha256 = createHash('sha256').update(text).digest('hex');
      objects.push({ path: relative(packageRoot, path), text, sha256 });
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

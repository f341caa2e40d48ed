import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';
import {
  canRun,
  canTraverse,
  copyBinaries,
  embeddedBinDir,
  majorVersion,
  readableBase,
  type ServerUser,
  serverUser,
} from './postgres-binaries.ts';
import { Problem } from './problem.ts';
import { commandLine } from './process-identity.ts';
import type { ServiceSpec } from './supervisor.ts';

export interface PostgresOptions {
  stateDir: string;
  port: number;
  /** Of the superuser, set when the cluster is made. */
  password: string;
  /** Tests give up durability for speed: their data dies with the run. */
  isThrowaway?: boolean;
  /** Another installation's `bin` folder, e.g. /usr/lib/postgresql/15/bin. */
  binDir?: string;
}

export interface PostgresServer {
  spec: ServiceSpec;
  /** Superuser login of the database. */
  adminUrl: string;
}

const DATABASE = 'foyer';
/** In the state directory: where the data is, when it cannot be there. */
const POINTER = 'postgres-is-in';

/** Prepares a PostgreSQL cluster (initdb the first time) and says how to run it. */
export function preparePostgres(options: PostgresOptions): PostgresServer {
  const user = serverUser();
  const home = chooseHome(options.stateDir, user);
  const source = options.binDir ?? embeddedBinDir();
  const binDir = canRun(join(source, 'postgres'), user) ? source : copyBinaries(source, user);
  if (!canRun(join(binDir, 'initdb'), user)) {
    throw new Problem(
      `${binDir}/initdb does not run on this machine. Set DATABASE_URL to a PostgreSQL server of your own.`,
    );
  }
  const dataDir = join(home, 'data');
  if (!existsSync(join(dataDir, 'PG_VERSION'))) initdb(binDir, dataDir, user, options);
  requireSameMajor(binDir, dataDir);
  removeStaleLock(dataDir);

  const adminUrl = postgresUrl('postgres', options.password, options.port, DATABASE);
  return {
    adminUrl,
    spec: {
      name: 'postgres',
      command: join(binDir, 'postgres'),
      args: ['-D', dataDir, '-p', String(options.port), ...settings(options)],
      env: { PATH: process.env.PATH, LC_MESSAGES: 'C', TZ: 'UTC' },
      cwd: home,
      ...user,
      stopSignal: 'SIGINT',
      isReady: () => ensureDatabase(options),
    },
  };
}

/** Removes an embedded cluster, wherever it was put. */
export function removePostgres(stateDir: string): void {
  rmSync(join(stateDir, 'postgres'), { recursive: true, force: true });
  if (!existsSync(join(stateDir, POINTER))) return;
  rmSync(outsideHome(stateDir), { recursive: true, force: true });
  rmSync(join(stateDir, POINTER));
}

export function postgresUrl(user: string, password: string, port: number, database: string) {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

function settings(options: PostgresOptions): string[] {
  const common = {
    listen_addresses: '127.0.0.1',
    // Connections go over TCP; a socket in /tmp would collide with another server's.
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Business errors travel as SQLSTATEs (FYxxx) and belong to the caller, not into this log.
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
  };
  const throwaway = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };
  return Object.entries({ ...common, ...(options.isThrowaway ? throwaway : {}) }).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  );
}

/**
 * A folder the server's user can reach: inside the state directory, or, when the checkout lies
 * where only root may go (/root/foyer), outside of it.
 */
function chooseHome(stateDir: string, user: ServerUser): string {
  mkdirSync(stateDir, { recursive: true });
  const inside = canTraverse(stateDir, user);
  const home = inside ? join(stateDir, 'postgres') : outsideHome(stateDir);
  mkdirSync(home, { recursive: true });
  own(home, user);
  return home;
}

/** Named anew for every state directory: data of one that was deleted is never taken for ours. */
function outsideHome(stateDir: string): string {
  const pointer = join(stateDir, POINTER);
  if (!existsSync(pointer)) {
    const name = `foyer-postgres-${randomBytes(6).toString('hex')}`;
    writeFileSync(pointer, `${join(readableBase(), name)}\n`);
  }
  return readFileSync(pointer, 'utf8').trim();
}

function initdb(binDir: string, dataDir: string, user: ServerUser, options: PostgresOptions) {
  // Renamed at the end, so that an interrupted initdb is not taken for a cluster.
  const partial = `${dataDir}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  own(partial, user);
  const passwordFile = join(dirname(dataDir), `.${basename(dataDir)}-password`);
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  own(passwordFile, user);
  // One order of text on every machine: by code point, with Unicode case folding.
  const locale =
    majorVersion(binDir) >= 17
      ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
      : ['--locale=C.UTF-8'];
  const made = spawnSync(
    join(binDir, 'initdb'),
    [
      `--pgdata=${partial}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      ...locale,
      ...(options.isThrowaway ? ['--no-sync'] : []),
    ],
    { ...user, cwd: dirname(dataDir), encoding: 'utf8', env: { PATH: process.env.PATH } },
  );
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) {
    const reason = made.stderr || made.error?.message || `status ${made.status}`;
    throw new Problem(`PostgreSQL's initdb failed:\n${reason}`);
  }
  renameSync(partial, dataDir);
}

function requireSameMajor(binDir: string, dataDir: string): void {
  const has = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  const runs = String(majorVersion(binDir));
  if (has === runs) return;
  throw new Problem(
    `The data in ${dataDir} was made by PostgreSQL ${has}, the embedded server is ${runs}.\n` +
      'Dump it with the old version and restore it, or begin anew with: npm start -- --fresh',
  );
}

/**
 * After kill -9 the lock file stays. PostgreSQL removes it by itself unless its process id belongs
 * to something else by now, as it easily does in a container: then only we can tell.
 */
function removeStaleLock(dataDir: string): void {
  const lock = join(dataDir, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  const holder = commandLine(pid);
  if (holder.includes('postgres') && holder.includes(dataDir)) {
    throw new Problem(
      `A PostgreSQL server (process ${pid}) already runs on ${dataDir}.\nStop it with: kill -INT ${pid}`,
    );
  }
  rmSync(lock);
}

/** Ready means: accepts the superuser, and the database exists. */
async function ensureDatabase(options: PostgresOptions): Promise<boolean> {
  const client = new pg.Client({
    connectionString: postgresUrl('postgres', options.password, options.port, 'postgres'),
    connectionTimeoutMillis: 2000,
  });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      DATABASE,
    ]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
    return true;
  } finally {
    await client.end();
  }
}

function own(path: string, user: ServerUser): void {
  if (user.uid === undefined || user.gid === undefined) return;
  chownSync(path, user.uid, user.gid);
  chmodSync(path, path.endsWith('-password') ? 0o600 : 0o700);
}

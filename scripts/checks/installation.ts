import { existsSync, readdirSync, statfsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { type Environment, readEnvironment } from '../launcher/environment.ts';
import { rootDir, shortPath } from '../launcher/paths.ts';
import { makePlan, type Plan, whatIsEmbedded } from '../launcher/plan.ts';
import { isPortFree, portHolder } from '../launcher/ports.ts';
import { describeError } from '../launcher/problem.ts';
import { runningLauncher } from '../launcher/process-record.ts';
import { binaryOnPath } from '../launcher/redis-binary.ts';
import { loadSecrets } from '../launcher/secrets.ts';
import { wantedPorts } from '../launcher/stack.ts';
import { isWebBuilt } from '../launcher/web-build.ts';

export interface Finding {
  state: 'good' | 'note' | 'bad';
  title: string;
  detail?: string;
  /** What to do about it. */
  remedy?: string;
}

/** PostgreSQL, Redis, the build and the logs want room; below this they begin to fail. */
const MIN_FREE_BYTES = 1024 ** 3;
/** Holds, tokens and links carry times of both clocks. */
const MAX_CLOCK_SKEW_MS = 2000;
const TIMEOUT_MS = 4000;

/** Looks at this installation from the outside; changes nothing. */
export async function* findings(): AsyncGenerator<Finding> {
  yield checkNode();
  let env: Environment;
  try {
    env = readEnvironment();
    yield { state: 'good', title: 'Environment' };
  } catch (error) {
    yield { state: 'bad', title: 'Environment', remedy: describeError(error) };
    return;
  }
  const { FOYER_STATE_DIR: stateDir } = env;
  yield checkDisk(existsSync(stateDir) ? stateDir : rootDir);
  if (!existsSync(join(stateDir, 'secrets.json'))) {
    yield { state: 'note', title: 'Never started here', remedy: 'Run: npm start' };
    yield* checkRedisBinary(env);
    yield* checkPorts(env);
    return;
  }

  const plan = makePlan(env, loadSecrets(stateDir));
  const launcher = runningLauncher(stateDir);
  yield launcher === null
    ? { state: 'note', title: 'Foyer is not running', remedy: 'Run: npm start' }
    : { state: 'good', title: 'Foyer is running', detail: `process ${launcher}` };
  if (launcher === null) {
    yield* checkRedisBinary(env);
    yield* checkPorts(env);
  }
  yield* checkDatabase(plan, launcher !== null);
  yield* checkRedis('Queue Redis', plan.redisUrl, !plan.isEmbedded.queueRedis || launcher !== null);
  yield* checkRedis(
    'Check-in Redis',
    plan.checkinRedisUrl,
    !plan.isEmbedded.checkinRedis || launcher !== null,
  );
  if (!plan.isEmbedded.mail || launcher !== null) yield await checkMail(plan);
  yield isWebBuilt()
    ? { state: 'good', title: 'Web app is built from the current sources' }
    : { state: 'note', title: 'Web app is not built yet', detail: 'npm start builds it' };
  if (launcher !== null) yield* checkServices(env);
}

function checkNode(): Finding {
  const detail = process.version;
  return Number(process.versions.node.split('.')[0]) >= 24
    ? { state: 'good', title: 'Node', detail }
    : { state: 'bad', title: 'Node', detail, remedy: 'Remove node_modules and run: npm start' };
}

function checkDisk(dir: string): Finding {
  const { bavail, bsize } = statfsSync(dir);
  const free = bavail * bsize;
  const detail = `${(free / 1024 ** 3).toFixed(1)} GB free`;
  return free >= MIN_FREE_BYTES
    ? { state: 'good', title: 'Disk', detail }
    : { state: 'bad', title: 'Disk', detail, remedy: `Make room where ${dir} lies.` };
}

function* checkRedisBinary(env: Environment): Generator<Finding> {
  if (env.REDIS_URL && env.CHECKIN_REDIS_URL) return;
  const path = binaryOnPath();
  yield path
    ? { state: 'good', title: 'Redis server', detail: path }
    : {
        state: 'note',
        title: 'No Redis server on the PATH',
        remedy:
          'npm start installs one when run by root, or uses Docker. Otherwise: sudo apt-get install redis-server',
      };
}

async function* checkPorts(env: Environment): AsyncGenerator<Finding> {
  let areAllFree = true;
  for (const { what, variable, port } of wantedPorts(env, whatIsEmbedded(env))) {
    if (await isPortFree(port)) continue;
    areAllFree = false;
    yield {
      state: 'bad',
      title: `Port ${port} (${what}) is taken`,
      detail: portHolder(port) ?? '',
      remedy: `Stop that, or set ${variable}.`,
    };
  }
  if (areAllFree) yield { state: 'good', title: 'Ports are free' };
}

async function* checkDatabase(plan: Plan, isRunning: boolean): AsyncGenerator<Finding> {
  if (plan.isEmbedded.postgres && !isRunning) return;
  const client = new pg.Client({
    connectionString: plan.adminUrl,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const asked = Date.now();
    const { rows } = await client.query<{ version: string; now: Date }>(
      `select current_setting('server_version') as version, clock_timestamp() as now`,
    );
    yield { state: 'good', title: 'Database', detail: `PostgreSQL ${rows[0]?.version}` };
    yield checkClock((rows[0]?.now.getTime() ?? 0) - (asked + Date.now()) / 2);
    yield await checkMigrations(client);
  } catch (error) {
    const from = plan.isEmbedded.postgres ? 'the embedded server' : 'DATABASE_URL';
    yield {
      state: 'bad',
      title: `Database (${from})`,
      detail: describeError(error).split('\n')[0],
      remedy: plan.isEmbedded.postgres
        ? `See ${shortPath(join(plan.stateDir, 'logs/postgres.log'))}`
        : 'Check host, user and password of DATABASE_URL.',
    };
  } finally {
    await client.end().catch(() => {});
  }
}

function checkClock(skewMs: number): Finding {
  const detail = `${Math.round(Math.abs(skewMs))} ms apart from the database's`;
  return Math.abs(skewMs) <= MAX_CLOCK_SKEW_MS
    ? { state: 'good', title: 'Clock', detail }
    : {
        state: 'bad',
        title: 'Clock',
        detail,
        remedy: 'Let both machines set their clocks by NTP.',
      };
}

async function checkMigrations(client: pg.Client): Promise<Finding> {
  const files = readdirSync(join(rootDir, 'libs/db/migrations')).filter((f) => f.endsWith('.sql'));
  const { rows } = await client.query<{ name: string }>('select name from knex_migrations');
  const applied = new Set(rows.map(({ name }) => name));
  const missing = files.filter((file) => !applied.has(file));
  const unknown = [...applied].filter((name) => !files.includes(name));
  if (unknown.length > 0) {
    return {
      state: 'bad',
      title: 'Migrations',
      detail: `the database has ${unknown.join(', ')}, this version does not`,
      remedy: 'A newer Foyer has been here. Run that version, or restore a backup from before it.',
    };
  }
  return missing.length === 0
    ? { state: 'good', title: 'Migrations', detail: `${files.length} applied` }
    : {
        state: 'bad',
        title: 'Migrations',
        detail: `missing: ${missing.join(', ')}`,
        remedy: 'Start Foyer again: npm start migrates.',
      };
}

async function* checkRedis(
  title: string,
  url: string,
  isExpected: boolean,
): AsyncGenerator<Finding> {
  if (!isExpected) return;
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: TIMEOUT_MS,
    commandTimeout: TIMEOUT_MS,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    const version = /redis_version:(\S+)/.exec(await redis.info('server'))?.[1] ?? 'unknown';
    yield { state: 'good', title, detail: version };
    yield await checkEvictionPolicy(title, redis);
  } catch (error) {
    yield {
      state: 'bad',
      title,
      detail: describeError(error).split('\n')[0],
      remedy: 'Check that the server runs and that the URL has the right password.',
    };
  } finally {
    redis.disconnect();
  }
}

async function checkEvictionPolicy(title: string, redis: Redis): Promise<Finding> {
  try {
    const [, policy] = (await redis.config('GET', 'maxmemory-policy')) as string[];
    return policy === 'noeviction'
      ? { state: 'good', title: `${title} throws nothing away`, detail: 'noeviction' }
      : {
          state: 'bad',
          title: `${title} may throw data away`,
          detail: `maxmemory-policy ${policy}`,
          remedy: 'Set maxmemory-policy noeviction: jobs and scans must not vanish.',
        };
  } catch {
    return {
      state: 'note',
      title: `${title}: its eviction policy cannot be read`,
      remedy: 'Managed servers forbid CONFIG; make sure it says noeviction.',
    };
  }
}

async function checkMail(plan: Plan): Promise<Finding> {
  const { hostname, port, protocol } = new URL(plan.smtpUrl);
  const number = Number(port) || (protocol === 'smtps:' ? 465 : 587);
  const isOpen = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: hostname, port: number, timeout: TIMEOUT_MS });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
  const title = plan.isEmbedded.mail ? 'Mail (local inbox)' : 'Mail (SMTP_URL)';
  return isOpen
    ? { state: 'good', title, detail: `${hostname}:${number}` }
    : {
        state: 'bad',
        title,
        detail: `nobody answers on ${hostname}:${number}`,
        remedy: 'Check SMTP_URL and whether a firewall closes the port.',
      };
}

async function* checkServices(env: Environment): AsyncGenerator<Finding> {
  const services = {
    web: env.WEB_PORT,
    api: env.API_PORT,
    checkin: env.CHECKIN_PORT,
    worker: env.WORKER_PORT,
  };
  for (const [name, port] of Object.entries(services)) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => null);
    const log = shortPath(join(env.FOYER_STATE_DIR, 'logs', `${name}.log`));
    yield answer?.ok
      ? { state: 'good', title: `Service ${name}`, detail: `port ${port}` }
      : {
          state: 'bad',
          title: `Service ${name}`,
          detail: answer ? await answer.text() : `does not answer on port ${port}`,
          remedy: `See ${log}`,
        };
  }
}

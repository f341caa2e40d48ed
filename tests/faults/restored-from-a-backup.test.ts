import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, inRollback, sealEverything, type TestEvent, until } from '@foyer/testing';
import pg from 'pg';
import { preparePostgres } from '../../scripts/launcher/postgres.ts';
import { embeddedBinDir, majorVersion } from '../../scripts/launcher/postgres-binaries.ts';
import { dataOf, nameAttendees, pay, reserve, startPayment } from '../support/buyer.ts';
import { type Door, openDoor, scanUntilAnswered } from '../support/door.ts';
import { checkDatabase } from '../support/invariants.ts';
import { type System, useSystem } from '../support/system.ts';

/**
 * A backup is worth what can be done with it. Tickets sell and people walk in while it is taken; the copy
 * must hold everything that was acknowledged before, keep every rule, and carry the product on.
 */
const system = useSystem({
  services: ['api', 'worker', 'checkin', 'sandbox', 'inbox'],
  isDurable: true,
});
const binDir = process.env.FOYER_TEST_POSTGRES_BIN ?? embeddedBinDir();
const dumpDir = [binDir, `/usr/lib/postgresql/${majorVersion(binDir)}/bin`].find((dir) =>
  existsSync(join(dir, 'pg_dump')),
);

let door: Door;
let paid: TestEvent;
let orgId: string;
const used = 12;
beforeAll(async () => {
  door = await openDoor(system(), { tickets: 30, devices: 1 });
  orgId = door.event.orgId;
  for (const token of door.tokens.slice(0, used)) await scanAt(system(), token);
  // What the door has not recorded yet is in no backup of the database.
  await until(async () => (await admittedOn(system().admin)) === used);
  const { rows } = await system().admin.query<{ id: string; type: string }>(
    `with event as (
       insert into app_public.events (org_id, slug, title, status, starts_at, ends_at, timezone, currency, published_at)
       values ($1, 'paid-event', 'Paid', 'published', now() + interval '1 day', now() + interval '2 days', 'Europe/Berlin', 'EUR', now())
       returning id, org_id)
     insert into app_public.ticket_types (org_id, event_id, name, price_minor, currency)
     select org_id, id, 'Standard', 2500, 'EUR' from event returning event_id as id, id as type`,
    [orgId],
  );
  const [row] = rows;
  paid = {
    id: row?.id ?? '',
    orgId,
    slug: 'paid-event',
    ticketTypes: { Standard: row?.type ?? '' },
    quotas: {},
  };
});

const scanAt = (at: System, token: string) => scanUntilAnswered(at, door.devices[0] ?? '', token);

/** Buyers who go on while `work` does, and what was acknowledged to them before it ended. */
async function whileSelling<T>(work: () => Promise<T>): Promise<{ result: T; before: string[] }> {
  const acknowledged: string[] = [];
  let isOver = false;
  const buyers = [0, 1].map(async (nth) => {
    while (!isOver) {
      const held = dataOf(await reserve(system(), paid));
      acknowledged.push(held.registrationId);
      if (nth !== 0) continue;
      await nameAttendees(system(), paid, held);
      await pay(system(), dataOf(await startPayment(system(), held)));
    }
  });
  await until(() => acknowledged.length >= 10);
  const before = [...acknowledged];
  const result = await work().finally(() => {
    isOver = true;
  });
  await Promise.all(buyers);
  return { result, before };
}

/** The rules hold on the copy, its record is whole, and API and door run on it. */
async function expectSound(copyUrl: string, acknowledged: string[]): Promise<void> {
  const copy = new pg.Pool({ connectionString: copyUrl, max: 2 });
  copy.on('error', () => {});
  try {
    expect(await checkDatabase(copy)).toEqual([]);
    const stored = await copy.query('select from app_public.registrations where id = any ($1)', [
      acknowledged,
    ]);
    expect(stored.rows).toHaveLength(acknowledged.length);
    await sealEverything(copy);
    expect(await brokenSeals(copy)).toBe(0);

    const carriedOn = await startOn(copyUrl);
    // The door's memory was not in the backup: it is built from the copy, and lets nobody in twice.
    const [first = '', next = ''] = [door.tokens[0], door.tokens[used]];
    expect(await scanAt(carriedOn, first)).toBe('already_used');
    expect(await scanAt(carriedOn, next)).toBe('accepted');
    const held = dataOf(await reserve(carriedOn, paid));
    await until(async () => (await admittedOn(copy)) === used + 1);
    // What happens from now on is sealed as well, and shows when somebody changes it.
    await sealEverything(copy);
    expect(await brokenSeals(copy)).toBe(0);
    await inRollback(copy, async (client) => {
      await client.query('alter table app_public.audit_logs disable trigger append_only');
      await client.query(
        `update app_public.audit_logs set new_data = '{}' where record_id = $1 and action = 'insert'`,
        [held.registrationId],
      );
      expect(await brokenSeals(client)).toBeGreaterThan(0);
    });
    expect(await checkDatabase(copy)).toEqual([]);
  } finally {
    await copy.end();
  }
}

const admittedOn = async (database: pg.Pool): Promise<number> =>
  (
    await database.query<{ admitted: number }>(
      `select count(*)::int as admitted from app_public.check_ins where event_id = $1 and undone_at is null`,
      [door.event.id],
    )
  ).rows[0]?.admitted ?? 0;

const brokenSeals = async (copy: pg.Pool | pg.PoolClient): Promise<number> =>
  (
    await copy.query<{ broken: number }>(
      'select count(*)::int as broken from app_private.verify_audit() where not is_intact',
    )
  ).rows[0]?.broken ?? 0;

let copies = 0;
/** The API and the door on the copy, the door with an empty Redis. */
async function startOn(copyUrl: string): Promise<System> {
  const { supervisor, plan } = system();
  copies += 1;
  const at = (url: string) => {
    const moved = new URL(url);
    moved.port = new URL(copyUrl).port;
    return moved.href;
  };
  const publicUrls = { ...plan.publicUrls };
  for (const name of ['api', 'checkin'] as const) {
    const spec = supervisor.specOf(name);
    if (!spec) throw new Error(`${name} was never started`);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    publicUrls[name] = url;
    await supervisor.start({
      ...spec,
      name: `${name}-on-copy-${copies}`,
      env: {
        ...spec.env,
        [`${name.toUpperCase()}_PORT`]: String(port),
        API_DATABASE_URL: at(plan.databaseUrls.api),
        CHECKIN_DATABASE_URL: at(plan.databaseUrls.checkin),
        REDIS_URL: `${plan.redisUrl}/${copies}`,
        CHECKIN_REDIS_URL: `${plan.checkinRedisUrl}/${copies}`,
      },
      isReady: async () => (await fetch(`${url}/health/ready`)).ok,
    });
  }
  return { ...system(), plan: { ...plan, publicUrls } };
}

const ofPort = (url: string, port: number) => {
  const moved = new URL(url);
  moved.port = String(port);
  return moved.href;
};

test('a base backup taken while tickets sell', async () => {
  const { supervisor, plan } = system();
  const spec = supervisor.specOf('postgres');
  const dataDir = spec?.args[spec.args.indexOf('-D') + 1] ?? '';
  const copyDir = `${dataDir}-copy`;
  const port = await freePort();
  const { before } = await whileSelling(async () => {
    const client = new pg.Client({ connectionString: plan.adminUrl });
    await client.connect();
    await client.query(`select pg_backup_start('test', fast => true)`);
    execFileSync('cp', ['-a', dataDir, copyDir]);
    const { rows } = await client.query<{ labelfile: string }>(
      'select labelfile from pg_backup_stop(wait_for_archive => false)',
    );
    // The log up to the end of the backup belongs to it.
    rmSync(join(copyDir, 'pg_wal'), { recursive: true });
    execFileSync('cp', ['-a', join(dataDir, 'pg_wal'), join(copyDir, 'pg_wal')]);
    rmSync(join(copyDir, 'postmaster.pid'));
    const label = join(copyDir, 'backup_label');
    writeFileSync(label, rows[0]?.labelfile ?? '');
    const { uid, gid } = statSync(join(copyDir, 'PG_VERSION'));
    chownSync(label, uid, gid);
    await client.end();
  });
  if (!spec) throw new Error('there is no PostgreSQL');
  const copyUrl = ofPort(plan.adminUrl, port);
  const args = spec.args.map((arg, i) => {
    if (spec.args[i - 1] === '-D') return copyDir;
    return spec.args[i - 1] === '-p' ? String(port) : arg;
  });
  await supervisor.start({
    ...spec,
    name: 'postgres-of-base-backup',
    args,
    isReady: () => answers(copyUrl),
  });
  await expectSound(copyUrl, before);
});

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  await client.connect();
  await client.query('select 1').finally(() => client.end());
  return true;
}

if (!dumpDir) {
  test.skip(`a dump restored into another server: no pg_dump of PostgreSQL ${majorVersion(binDir)} is installed`, () => {});
} else {
  test('a dump taken while tickets sell, restored into another server', async () => {
    const { supervisor, plan, secrets, stateDir } = system();
    const port = await freePort();
    const { result: dump, before } = await whileSelling(async () => ({
      roles: run('pg_dumpall', ['--roles-only', '-d', plan.adminUrl]),
      data: run('pg_dump', ['-d', plan.adminUrl]),
    }));
    const other = preparePostgres({
      stateDir: join(stateDir, 'other'),
      port,
      password: secrets.postgresPassword,
      isThrowaway: true,
      binDir: process.env.FOYER_TEST_POSTGRES_BIN,
    });
    await supervisor.start({ ...other.spec, name: 'postgres-of-dump' });
    // The superuser is there already.
    run('psql', ['-q', '-d', other.adminUrl], dump.roles);
    run('psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-d', other.adminUrl], dump.data);
    await expectSound(other.adminUrl, before);
  });
}

function run(program: string, args: string[], input?: string): string {
  const { status, stdout, stderr } = spawnSync(join(dumpDir ?? '', program), args, {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return stdout;
}

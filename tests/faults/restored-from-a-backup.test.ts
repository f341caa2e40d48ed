import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, cpSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withClaims } from '@foyer/db';
import {
  freePort,
  inRollback,
  insertUser,
  sealEverything,
  type TestEvent,
  until,
} from '@foyer/testing';
import pg from 'pg';
import { nodeBinary, rootDir } from '../../scripts/launcher/paths.ts';
import { preparePostgres } from '../../scripts/launcher/postgres.ts';
import { embeddedBinDir, majorVersion } from '../../scripts/launcher/postgres-binaries.ts';
import type { ServiceName } from '../../scripts/launcher/services.ts';
import {
  dataOf,
  type Held,
  nameAttendees,
  type PaymentPage,
  pay,
  reserve,
  startPayment,
} from '../support/buyer.ts';
import { type Door, openDoor, scanUntilAnswered } from '../support/door.ts';
import { checkDatabase, checkInvariants } from '../support/invariants.ts';
import { type System, useSystem } from '../support/system.ts';

/**
 * A backup is worth what can be done with it. Tickets sell and people walk in while it is taken; the copy
 * must hold everything that was acknowledged before, keep every rule, and carry the product on. What people
 * paid and were paid back since is in the provider's book only: it is settled, or a person is told of it.
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

/** What a backup must bring back, and what became of money after it. */
interface Sold {
  since: Date;
  /** Registrations that somebody was told of before it began. */
  acknowledged: string[];
  /** The page was opened before; the money came after. */
  paidLate: Order;
  /** The backup knows nothing of it. */
  lost: Order;
  /** The backup does not know that some of the money went back. */
  refunded: Order;
}
type Order = { held: Held; page: PaymentPage };

/** Buyers who go on while `work` does, and whose money moves once it is over as well. */
async function whileSelling<T>(work: () => Promise<T>): Promise<{ result: T; sold: Sold }> {
  const acknowledged: string[] = [];
  let isOver = false;
  const buyers = [0, 1].map(async (nth) => {
    while (!isOver) {
      if (nth === 0) acknowledged.push((await buy(system())).held.registrationId);
      else acknowledged.push(dataOf(await reserve(system(), paid)).registrationId);
    }
  });
  const refunded = await buy(system());
  await confirmed(system(), refunded);
  const paidLate = await atPaymentPage(system());
  await until(() => acknowledged.length >= 10);
  const before = [...acknowledged, refunded.held.registrationId, paidLate.held.registrationId];
  const since = new Date();
  const result = await work().finally(() => {
    isOver = true;
  });
  await Promise.all(buyers);
  await pay(system(), paidLate.page);
  const lost = await buy(system());
  await giveBack(refunded);
  return { result, sold: { since, acknowledged: before, paidLate, refunded, lost } };
}

async function atPaymentPage(at: System): Promise<Order> {
  const held = dataOf(await reserve(at, paid));
  await nameAttendees(at, paid, held);
  return { held, page: dataOf(await startPayment(at, held)) };
}

async function buy(at: System): Promise<Order> {
  const order = await atPaymentPage(at);
  await pay(at, order.page);
  return order;
}

const confirmed = ({ admin }: System, { held }: Order) =>
  until(
    async () =>
      (
        await admin.query(
          `select from app_public.registrations where id = $1 and status = 'confirmed'`,
          [held.registrationId],
        )
      ).rowCount,
    { what: 'tickets for a paid order' },
  );

async function giveBack({ held }: Order): Promise<void> {
  const { admin } = system();
  const owner = await insertUser(admin);
  await admin.query(
    `insert into app_public.org_members (org_id, user_id, role) values ($1, $2, 'owner')`,
    [orgId, owner.id],
  );
  await withClaims(admin, { userId: owner.id }, (client) =>
    client.query('select app_public.refund_registration($1, 500, $2)', [
      held.registrationId,
      randomUUID(),
    ]),
  );
  const isBack = `select from app_public.refunds where registration_id = $1 and status = 'succeeded'`;
  await until(async () => (await admin.query(isBack, [held.registrationId])).rowCount);
}

/** The rules hold on the copy, its record is whole, and the product runs on it. */
async function expectSound(copyUrl: string, sold: Sold): Promise<void> {
  const copy = new pg.Pool({ connectionString: copyUrl, max: 2 });
  copy.on('error', () => {});
  const started: string[] = [];
  try {
    expect(await checkDatabase(copy)).toEqual([]);
    await sealEverything(copy);
    expect(await brokenSeals(copy)).toBe(0);

    const carriedOn = await startOn(copyUrl, copy, started);
    // The door's memory was not in the backup: it is built from the copy, and lets nobody in twice.
    const [first = '', next = ''] = [door.tokens[0], door.tokens[used]];
    expect(await scanAt(carriedOn, first)).toBe('already_used');
    expect(await scanAt(carriedOn, next)).toBe('accepted');
    await until(async () => (await admittedOn(copy)) === used + 1);

    const { withoutOrder, givenBack } = reconcile(sold.since);
    expect(withoutOrder).toContain(sold.lost.page.paymentId);
    const { rows: orders } = await copy.query<{ number: string }>(
      'select confirmation_number as number from app_public.registrations where id = $1',
      [sold.refunded.held.registrationId],
    );
    expect(givenBack).toContain(orders[0]?.number);
    await confirmed(carriedOn, sold.paidLate);
    const order = await buy(carriedOn);
    await confirmed(carriedOn, order);
    const { acknowledged } = sold;
    const found = await checkInvariants(carriedOn, { acknowledged });
    // Of the provider's book everything is in ours but what was paid for orders that are gone.
    const ofMoney = found.map((line) => /the provider .* ([\da-f-]{36}) EUR$/.exec(line)?.[1]);
    expect(found.filter((_, i) => !ofMoney[i])).toEqual([]);
    expect(ofMoney.toSorted()).toEqual([...new Set(withoutOrder)].toSorted());

    // What happens from now on is sealed as well, and shows when somebody changes it.
    await sealEverything(copy);
    expect(await brokenSeals(copy)).toBe(0);
    await inRollback(copy, async (client) => {
      await client.query('alter table app_public.audit_logs disable trigger append_only');
      await client.query(
        `update app_public.audit_logs set new_data = '{}' where record_id = $1 and action = 'insert'`,
        [order.held.registrationId],
      );
      expect(await brokenSeals(client)).toBeGreaterThan(0);
    });
  } finally {
    for (const name of started.toReversed()) await system().supervisor.kill(name);
    await copy.end();
  }
}

/** As whoever restored it does. @returns payments and orders that a person has to look at */
function reconcile(since: Date) {
  const env = system().supervisor.specOf(onCopy('worker'))?.env;
  const { status, stdout, stderr } = spawnSync(
    nodeBinary,
    [join(rootDir, 'apps/worker/src/reconcile.ts'), since.toISOString()],
    { env, encoding: 'utf8' },
  );
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const listed = (line: RegExp) => [...stdout.matchAll(line)].map(([, id]) => id ?? '');
  return {
    withoutOrder: listed(/^no .* payment ([\da-f-]{36}),/gm),
    givenBack: listed(/^given back: refund re_\w+ of (REG-[\w-]+),/gm),
  };
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
const onCopy = (service: ServiceName) => `${service}-on-copy-${copies}`;

/** The product on the copy: its Redis are empty, and the payment provider knows what it knew. */
async function startOn(copyUrl: string, admin: pg.Pool, started: string[]): Promise<System> {
  const { supervisor, plan } = system();
  copies += 1;
  const port = Number(new URL(copyUrl).port);
  const services = ['sandbox', 'api', 'worker', 'checkin'] as const;
  const ports = Object.fromEntries(
    await Promise.all(services.map(async (name) => [name, await freePort()])),
  );
  const urlOf = (name: string) => `http://127.0.0.1:${ports[name]}`;
  const [redisUrl, checkinRedisUrl] = [plan.redisUrl, plan.checkinRedisUrl].map(
    (url) => `${url}/${copies}`,
  ) as [string, string];
  for (const name of services) {
    const spec = supervisor.specOf(name);
    if (!spec) throw new Error(`${name} was never started`);
    const journal = `${spec.env.SANDBOX_DIR}-${copies}`;
    if (name === 'sandbox') cpSync(spec.env.SANDBOX_DIR ?? '', journal, { recursive: true });
    await supervisor.start({
      ...spec,
      name: onCopy(name),
      env: {
        ...spec.env,
        [`${name.toUpperCase()}_PORT`]: String(ports[name]),
        API_DATABASE_URL: ofPort(plan.databaseUrls.api, port),
        WORKER_DATABASE_URL: ofPort(plan.databaseUrls.worker, port),
        CHECKIN_DATABASE_URL: ofPort(plan.databaseUrls.checkin, port),
        REDIS_URL: redisUrl,
        CHECKIN_REDIS_URL: checkinRedisUrl,
        STRIPE_API_BASE: urlOf('sandbox'),
        PUBLIC_SANDBOX_URL: urlOf('sandbox'),
        SANDBOX_WEBHOOK_URL: `${urlOf('api')}/webhooks/stripe`,
        SANDBOX_DIR: journal,
      },
      isReady: async () => (await fetch(`${urlOf(name)}/health/ready`)).ok,
    });
    started.push(onCopy(name));
  }
  const publicUrls = {
    ...plan.publicUrls,
    api: urlOf('api'),
    checkin: urlOf('checkin'),
    sandbox: urlOf('sandbox'),
  };
  return { ...system(), admin, plan: { ...plan, publicUrls, redisUrl, checkinRedisUrl } };
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
  const { sold } = await whileSelling(async () => {
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
  await expectSound(copyUrl, sold);
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
    const { result: dump, sold } = await whileSelling(async () => ({
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
    await expectSound(other.adminUrl, sold);
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

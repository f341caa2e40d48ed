import { findViolations, rules, rulesAtRest } from '@foyer/db';
import { Redis } from 'ioredis';
import type pg from 'pg';
import { eventKeys } from '../../apps/checkin/src/redis/keys.ts';
import { sandbox } from './buyer.ts';
import type { System } from './system.ts';

/**
 * What must hold after every fault. Waits until nothing is under way any more (the outbox and the
 * queue are empty, integrators are told, the door's decisions are recorded), then asks the database, the
 * payment sandbox's book and both Redis. With no worker to end it, only what is true at any moment is asked.
 * @param acknowledged registrations that a buyer was told of: each must be stored
 * @returns each violation by the name of its rule; empty when all is well
 */
export async function checkInvariants(
  system: System,
  { acknowledged = [] }: { acknowledged?: Iterable<string> } = {},
): Promise<string[]> {
  const { admin } = system;
  // Not whether it has a process: one that died by itself a moment ago still has its work to end.
  const runs = (service: string) => system.supervisor.isMeantToRun(service);
  const hasWorker = runs('worker');
  const unrest = hasWorker ? await waitForRest(system) : [];
  const violations = [
    ...unrest,
    ...(await checkDatabase(admin)),
    ...(hasWorker ? await findViolations(admin, rulesAtRest) : []),
    ...(await missing(admin, [...acknowledged])),
  ];
  if (runs('sandbox')) violations.push(...(await bookDiffers(system)));
  if (runs('checkin')) violations.push(...(await doorDiffers(admin, system.plan.checkinRedisUrl)));
  return violations;
}

let isBrokenOnPurpose = false;

/** For a positive control: what this test breaks and leaves broken is not held against it. */
export function breakOnPurpose(): void {
  isBrokenOnPurpose = true;
}

let told: string[] = [];

/** Buyers were told of these registrations: each must be stored when the test is over. */
export function acknowledge(registrationIds: Iterable<string>): void {
  told.push(...registrationIds);
}

/** After each test of a file `check` must find nothing. What undoes a fault after a test belongs before it. */
export function holdAfterEach(check: (acknowledged: string[]) => Promise<string[]>): void {
  afterEach(async () => {
    const [isExpected, acknowledged] = [isBrokenOnPurpose, told];
    isBrokenOnPurpose = false;
    told = [];
    if (!isExpected) expect(await check(acknowledged)).toEqual([]);
  });
}

/**
 * The part of it that a database alone can answer, for tests that start no services: the rules, that
 * nobody sees what is another organization's, and that the sealed record is whole.
 */
export const checkDatabase = async (admin: pg.Pool): Promise<string[]> => [
  ...(await findViolations(admin, rules)),
  ...(await strangersSee(admin)),
  ...(await brokenSeals(admin)),
];

/** Longer than the mail of a sender that died is left to it. */
const standstillMs = 90_000;

/**
 * Nothing waits in the outbox, nothing waits or runs in the queue, and no job has given up. It may take
 * as long as it becomes less.
 */
async function waitForRest(system: System): Promise<string[]> {
  const redis = new Redis(system.plan.redisUrl, { maxRetriesPerRequest: 2 });
  redis.on('error', () => {});
  let least = Number.POSITIVE_INFINITY;
  let deadline = Date.now() + standstillMs;
  try {
    for (;;) {
      const waiting = await whatWaits(system.admin, redis).catch((error: Error) => [
        { what: error.message, count: Number.POSITIVE_INFINITY },
      ]);
      if (waiting.length === 0) return await failedJobs(redis);
      const count = waiting.reduce((sum, { count }) => sum + count, 0);
      if (count < least) {
        least = count;
        deadline = Date.now() + standstillMs;
      }
      if (Date.now() > deadline)
        return waiting.map(({ what, count }) => `not at rest: ${count} ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    redis.disconnect();
  }
}

const lanes = ['mail', 'payments', 'refunds'];

/**
 * The queue is read at one moment, since a job that is taken over goes from list to list, and between
 * two looks at the outbox, since a job may leave something there when it ends.
 */
async function whatWaits(admin: pg.Pool, redis: Redis): Promise<{ what: string; count: number }[]> {
  const before = await leftInDatabase(admin);
  const reading = redis.multi();
  for (const lane of lanes) {
    reading.llen(`foyer:${lane}:wait`);
    reading.zcard(`foyer:${lane}:prioritized`);
    reading.llen(`foyer:${lane}:active`);
    reading.zcard(`foyer:${lane}:delayed`);
  }
  const answers = (await reading.exec()) ?? [];
  const failed = answers.find(([error]) => error)?.[0];
  if (failed) throw failed;
  const counts = answers.map(([, count]) => Number(count));
  const after = await leftInDatabase(admin);
  const found = [
    { what: 'in the outbox', count: after.outbox },
    { what: 'refunds', count: after.refunds },
    { what: 'webhooks to endpoints that work', count: after.webhooks },
    {
      what: 'in the outbox a moment ago, or new',
      count: after.newest === before.newest ? before.outbox : 1,
    },
    ...lanes.flatMap((lane, i) => [
      { what: `${lane} jobs waiting`, count: counts[4 * i] ?? 0 },
      { what: `${lane} jobs waiting for their turn`, count: counts[4 * i + 1] ?? 0 },
      { what: `${lane} jobs running`, count: counts[4 * i + 2] ?? 0 },
      { what: `${lane} jobs delayed`, count: counts[4 * i + 3] ?? 0 },
    ]),
  ];
  return found.filter(({ count }) => count > 0);
}

async function leftInDatabase(admin: pg.Pool) {
  const { rows } = await admin.query<{
    outbox: number;
    newest: string | null;
    refunds: number;
    webhooks: number;
  }>(
    `select count(*) filter (where published_at is null)::int as outbox, max(id) as newest,
       (select count(*)::int from app_public.refunds where status in ('queued', 'pending')) as refunds,
       -- Those that fail are told again by a schedule of hours.
       (select count(*)::int from app_public.webhook_deliveries d
        join app_public.webhook_endpoints e on e.id = d.webhook_endpoint_id
        where d.status = 'pending' and e.disabled_at is null and e.failing_since is null
          and coalesce(e.paused_until, '-infinity') <= clock_timestamp()) as webhooks
     from app_private.outbox`,
  );
  return rows[0] ?? { outbox: 0, newest: null, refunds: 0, webhooks: 0 };
}

async function failedJobs(redis: Redis): Promise<string[]> {
  const failed: string[] = [];
  for (const lane of lanes) {
    for (const id of await redis.zrange(`foyer:${lane}:failed`, 0, '2')) {
      const reason = await redis.hget(`foyer:${lane}:${id}`, 'failedReason');
      failed.push(`a job gave up: ${lane} ${id}: ${reason}`);
    }
  }
  return failed;
}

export async function missing(
  admin: pg.Pool | pg.PoolClient,
  acknowledged: string[],
): Promise<string[]> {
  const { rows } = await admin.query<{ id: string }>(
    `select told.id from unnest($1::uuid[]) as told (id)
     where not exists (select from app_public.registrations r where r.id = told.id) limit 3`,
    [acknowledged],
  );
  const twice = acknowledged.length - new Set(acknowledged).size;
  return [
    ...rows.map(({ id }) => `an acknowledged registration is not stored: ${id}`),
    ...(twice > 0 ? [`${twice} registrations were acknowledged to more than one buyer`] : []),
  ];
}

/** Of these anybody may read what belongs to a public event. All other tables of organizations are their own, or their guests'. */
const tablesForEverybody =
  'events, ticket_types, sessions, session_speakers, speakers, org_branding'.split(', ');

/** The owner of an organization made a moment ago, and nobody at all, look at everything. */
async function strangersSee(admin: pg.Pool): Promise<string[]> {
  const client = await admin.connect();
  const seen: string[] = [];
  try {
    await client.query('begin');
    const { rows } = await client.query<{ user_id: string; org_id: string }>(
      `with person as (insert into app_public.users (email, name, email_verified_at)
         values (gen_random_uuid() || '@neighbour.example', 'A Neighbour', now()) returning id),
       house as (insert into app_public.organizations (slug, name)
         values ('neighbour-' || left(gen_random_uuid()::text, 8), 'Next Door') returning id)
       insert into app_public.org_members (org_id, user_id, role)
       select house.id, person.id, 'owner' from house, person returning user_id, org_id`,
    );
    const { user_id: userId = '', org_id: orgId = '' } = rows[0] ?? {};
    const { rows: ownTables } = await client.query<{ name: string }>(
      `select table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
       where table_schema = 'app_public' and column_name = 'org_id' and table_type = 'BASE TABLE' and table_name <> all ($1)`,
      [tablesForEverybody],
    );
    for (const [who, role, id] of [
      ['a neighbour', 'foyer_user', userId],
      ['a stranger', 'foyer_anonymous', ''],
    ] as const) {
      await client.query(
        `select set_config('role', $1, true), set_config('foyer.user_id', $2, true)`,
        [role, id],
      );
      for (const { name: table } of ownTables) {
        await client.query('savepoint looking');
        const count = await client
          .query<{ n: number }>(
            `select count(*)::int as n from app_public.${table} where org_id <> $1`,
            [orgId],
          )
          .then((result) => result.rows[0]?.n ?? 0)
          // 42501: not even the table may be read.
          .catch((error: { code?: string }) => {
            if (error.code !== '42501') throw error;
            return 0;
          });
        await client.query('rollback to savepoint looking');
        if (count > 0) seen.push(`${who} sees ${count} rows of another organization in ${table}`);
      }
      await client.query('reset role');
    }
  } finally {
    await client.query('rollback');
    client.release();
  }
  return seen;
}

async function brokenSeals(admin: pg.Pool): Promise<string[]> {
  await admin.query('select app_private.seal_audit()');
  const { rows } = await admin.query<{ seal_id: string }>(
    'select seal_id from app_private.verify_audit() where not is_intact limit 1',
  );
  return rows.map(({ seal_id: id }) => `the audit chain is broken from seal ${id} on`);
}

interface BookEntry {
  kind: 'capture' | 'refund' | 'refund_reversal';
  paymentId: string | null;
  amount: number;
  currency: string;
}

/** What the provider moved and what we say it moved, payment by payment. Both count in cents here. */
async function bookDiffers(system: System): Promise<string[]> {
  const { entries } = await sandbox<{ entries: BookEntry[] }>(system, '/book');
  return await compareWithBook(system.admin, entries);
}

/** What the provider captured and gave back is what the ledger says, and nothing was captured twice. */
export async function compareWithBook(admin: pg.Pool, entries: BookEntry[]): Promise<string[]> {
  const theirs = new Map<string, { captures: number; net: number }>();
  for (const { kind, paymentId, amount, currency } of entries) {
    const key = `${paymentId} ${currency.toUpperCase()}`;
    const sum = theirs.get(key) ?? { captures: 0, net: 0 };
    if (kind === 'capture') sum.captures += 1;
    sum.net += kind === 'refund' ? -amount : amount;
    theirs.set(key, sum);
  }
  const { rows } = await admin.query<{ key: string; net: number }>(
    `select l.payment_id || ' ' || l.currency as key,
       sum(case when l.debit_account = 'provider' then l.amount_minor else -l.amount_minor end)::int as net
     from app_public.ledger_entries l group by 1`,
  );
  const ours = new Map(rows.map(({ key, net }) => [key, net]));
  const found: string[] = [];
  for (const [key, { captures, net }] of theirs) {
    if (captures > 1) found.push(`charged ${captures} times at the provider: payment ${key}`);
    if (ours.get(key) !== net)
      found.push(`the ledger says ${ours.get(key) ?? 'nothing'}, the provider ${net}: ${key}`);
  }
  for (const key of ours.keys()) {
    if (!theirs.has(key)) found.push(`the provider knows nothing of the payment ${key}`);
  }
  return found;
}

/**
 * A Redis that came back with old data is not believed: nothing is decided for an event until it is
 * built anew, by its next scan, or by the turn every 5 s for events whose door somebody watches.
 */
const readyAgainMs = 10_000;
/** The door asks every second what changed. */
const correctedMs = 5_000;

/** What the check-in Redis says of each event it knows is what PostgreSQL has recorded. */
export async function doorDiffers(admin: pg.Pool, redisUrl: string): Promise<string[]> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 2 });
  redis.on('error', () => {});
  const found: string[] = [];
  try {
    for (const eventId of await redis.smembers('foyer:events')) {
      const keys = eventKeys(eventId);
      // A drainer that died keeps its lock for 20 s.
      const deadline = Date.now() + 30_000;
      while ((await redis.xlen(keys.stream)) > 0 && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      const [left, poisoned] = [await redis.xlen(keys.stream), await redis.xlen(keys.poison)];
      if (left > 0) found.push(`${left} decisions of the door are not recorded`);
      if (poisoned > 0) found.push(`${poisoned} decisions of the door could not be recorded`);
      const readiness = await untilReady(admin, redis, eventId);
      if (readiness === 'late') found.push(`the door is not made ready again: event ${eventId}`);
      if (readiness !== 'ready') continue;
      // What was recorded otherwise than decided, the door is told as of any change of a ticket.
      const corrected = Date.now() + correctedMs;
      let differs = await usesDiffer(admin, redis, eventId);
      while (differs.length > 0 && Date.now() < corrected) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        differs = await usesDiffer(admin, redis, eventId);
      }
      found.push(...differs);
    }
  } finally {
    redis.disconnect();
  }
  return found;
}

async function usesDiffer(admin: pg.Pool, redis: Redis, eventId: string): Promise<string[]> {
  const uses = Object.entries(await redis.hgetall(eventKeys(eventId).uses))
    .filter(([, json]) => !(JSON.parse(json) as { isUndone?: boolean }).isUndone)
    .map(([ticketId]) => ticketId);
  const { rows } = await admin.query<{ ticket_id: string }>(
    'select ticket_id from app_public.check_ins where event_id = $1 and undone_at is null',
    [eventId],
  );
  const recorded = new Set(rows.map((row) => row.ticket_id));
  const found: string[] = [];
  const unrecorded = uses.filter((id) => !recorded.has(id));
  if (unrecorded.length > 0)
    found.push(`the door admitted what is not on record: ${unrecorded.slice(0, 3)}`);
  const forgotten = [...recorded].filter((id) => !uses.includes(id));
  if (forgotten.length > 0)
    found.push(`the door has forgotten whom it admitted: ${forgotten.slice(0, 3)}`);
  return found;
}

/** @returns asleep when nobody watches the event's door: its next scan makes it ready */
async function untilReady(
  admin: pg.Pool,
  redis: Redis,
  eventId: string,
): Promise<'ready' | 'asleep' | 'late'> {
  const deadline = Date.now() + readyAgainMs;
  for (;;) {
    const run = /^run_id:(\w+)/m.exec(await redis.info('server'))?.[1];
    if ((await redis.hget(eventKeys(eventId).event, 'epoch')) === run) return 'ready';
    const { rowCount } = await admin.query(
      'select from app_private.check_in_events() e where e = $1',
      [eventId],
    );
    if (rowCount === 0) return 'asleep';
    if (Date.now() > deadline) return 'late';
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/**
 * Looks at every quota every 50 ms while something happens, from outside the product.
 * @returns what stops it and tells how often it looked and what was wrong
 */
export function watchCapacity(admin: pg.Pool, everyMs = 50) {
  const violations: string[] = [];
  let samples = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      await admin
        .query<{ name: string; taken: number; capacity: number }>(
          `select q.name, q.held_count + q.sold_count as taken, q.capacity from app_public.quotas q
           where q.held_count < 0 or q.sold_count < 0 or q.held_count + q.sold_count > q.capacity`,
        )
        .then(({ rows }) => {
          samples += 1;
          for (const row of rows) violations.push(JSON.stringify(row));
        })
        .catch((error: Error & { code?: string }) => {
          if (!isAway(error)) violations.push(`could not look: ${error.message}`);
        });
      // A test that fails before it stops us must be able to end.
      await new Promise((resolve) => setTimeout(resolve, everyMs).unref());
    }
  })();
  return {
    async stop(): Promise<{ samples: number; violations: string[] }> {
      isOver = true;
      await watching;
      if (samples === 0) throw new Error('nobody looked at the quotas meanwhile');
      return { samples, violations };
    },
  };
}

/** A server that was killed cannot be looked at; what it says when it is back counts. */
const isAway = ({ code, message }: Error & { code?: string }): boolean =>
  /^(57P0\d|08...|ECONN\w+|EPIPE)$/.test(code ?? '') || /^Connection terminated/.test(message);

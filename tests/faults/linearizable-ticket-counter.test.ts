import {
  createTestDatabase,
  insertEvent,
  insertOrganization,
  reservationRequest,
  reserveBatch,
  saveAttendees,
  type TestDatabase,
  type TestEvent,
} from '@foyer/testing';
import pg from 'pg';
import {
  type Call,
  type CounterCall,
  findBoundViolation,
  findViolation,
} from '../support/bounded-counter.ts';
import { checkDatabase } from '../support/invariants.ts';
import { longMs, quickOrLong, repeatFor } from '../support/long.ts';
import { report } from '../support/report.ts';
import { type Random, seeded, seedNote } from '../support/seed.ts';

/**
 * Buyers on connections of their own reserve, give back, confirm, let run out, pay late and look, against
 * the real functions; what they were told must be explicable as a pool that is asked one after the other.
 */
const CLIENTS = 6;
const CALLS_PER_CLIENT = 4;
const CAPACITY = 5;

let db: TestDatabase;
let orgId: string;
let clients: pg.Client[];

beforeAll(async () => {
  db = await createTestDatabase();
  orgId = (await insertOrganization(db.pools.admin)).id;
  clients = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = new pg.Client({ connectionString: db.urls.api });
      await client.connect();
      return client;
    }),
  );
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await db.close();
});

type Hold = {
  id: string;
  quantity: number;
  hasLapsed: boolean;
  isConfirming: boolean;
  isRetaken: boolean;
};

const untouched = { hasLapsed: false, isConfirming: false, isRetaken: false };

/** What was answered in any history. */
const given = new Set<string>();

/** The history of one ticket type under the hands of all clients. */
async function record(random: Random, callsPerClient: number, capacity: number): Promise<Call[]> {
  const event = await insertEvent(db.pools.admin, {
    orgId,
    quotas: { event: capacity },
    ticketTypes: [{ maxPerOrder: 3 }],
  });
  const calls: Call[] = [];
  const holds: Hold[] = [];
  const expiries: { call: Call; hold: Hold }[] = [];
  const touching = new Map<Call, Hold>();

  /** Every answer is one call of its own; those of one batch share its time. */
  async function timed(work: () => Promise<{ call: CounterCall; hold?: Hold }[]>): Promise<void> {
    const start = performance.now();
    const answered = await work();
    const end = performance.now();
    for (const { call, hold } of answered) {
      const made = { ...call, start, end, what: `${call.kind} #${calls.length}` };
      calls.push(made);
      if (hold) touching.set(made, hold);
      if (hold && call.kind === 'expire') expiries.push({ call: made, hold });
    }
  }

  async function step(client: pg.Client): Promise<void> {
    const dice = random.next();
    const hold = holds.length > 0 ? random.pick(holds) : undefined;
    if (!hold || dice < 0.45) {
      const quantities = Array.from({ length: random.next() < 0.3 ? 2 : 1 }, () =>
        random.between(1, 3),
      );
      await timed(() => reserve(client, event, quantities, holds));
    } else if (dice < 0.6) {
      await timed(async () => [{ call: await release(client, hold), hold }]);
    } else if (dice < 0.72 && !hold.isConfirming) {
      hold.isConfirming = true;
      await timed(async () => [{ call: await confirm(client, hold), hold }]);
    } else if (dice < 0.84 && !hold.hasLapsed) {
      hold.hasLapsed = true;
      await timed(async () => [{ call: await letRunOut(hold), hold }]);
    } else if (hold.hasLapsed && dice < 0.9) {
      if ((await statusOf(hold)) === 'expired')
        await timed(async () => [{ call: await payLate(hold), hold }]);
    } else {
      await timed(async () => [{ call: await read(db.pools.admin, event) }]);
    }
  }

  await Promise.all(
    clients.map(async (client) => {
      for (let i = 0; i < callsPerClient; i++) await step(client);
    }),
  );
  // What a late payment took had run out before, and a confirmation found it done already.
  for (const [call, hold] of touching) {
    if (call.kind === 'confirm' && hold.isRetaken) call.isDone = false;
  }
  for (const { call, hold } of expiries) {
    if (call.kind !== 'expire') continue;
    call.isDone = hold.isRetaken || (await statusOf(hold)) === 'expired';
    // Who finds the hold or its quota locked leaves it to whoever has it: freed when that call ends, or by a later one.
    const overlapping = calls.filter((c) => c.start <= call.end && c.end >= call.start);
    const isLeft = overlapping.some((c) => c !== call && c.kind !== 'read');
    call.end = isLeft ? Number.POSITIVE_INFINITY : Math.max(...overlapping.map((c) => c.end));
  }
  await timed(async () => [{ call: await read(db.pools.admin, event) }]);
  for (const call of calls) {
    const answer = 'answer' in call ? call.answer : 'isDone' in call ? call.isDone : 'seen';
    given.add(`${call.kind} ${answer}`);
  }
  return calls;
}

async function reserve(
  client: pg.Client,
  event: TestEvent,
  quantities: number[],
  holds: Hold[],
): Promise<{ call: CounterCall }[]> {
  const requests = quantities.map((quantity) => reservationRequest(event, { quantity }));
  const answers = await reserveBatch(client as unknown as pg.PoolClient, requests);
  return answers.map((answer, i) => {
    const quantity = quantities[i] ?? 0;
    if (answer.outcome === 'held') {
      holds.push({ id: answer.registrationId, quantity, ...untouched });
      return { call: { kind: 'reserve', quantity, answer: 'held' } };
    }
    if (!['FY001', 'FY002'].includes(answer.sqlState)) throw new Error(JSON.stringify(answer));
    const isSoldOut = answer.sqlState === 'FY001';
    return {
      call: { kind: 'reserve', quantity, answer: isSoldOut ? 'sold_out' : 'held_by_others' },
    };
  });
}

/** As the holder of the registration's link; false when it had ended otherwise. */
async function asHolder(client: pg.Client, hold: Hold, statement: string): Promise<boolean> {
  try {
    await client.query('begin');
    await client.query(
      `select set_config('role', 'foyer_anonymous', true), set_config('foyer.registration_id', $1, true)`,
      [hold.id],
    );
    await client.query(statement, [hold.id]);
    await client.query('commit');
    return true;
  } catch (error) {
    await client.query('rollback');
    if (['FY009', 'FY010'].includes((error as { code: string }).code)) return false;
    throw error;
  }
}

const release = async (client: pg.Client, hold: Hold): Promise<CounterCall> => ({
  kind: 'release',
  quantity: hold.quantity,
  isDone: await asHolder(client, hold, 'select app_public.release_registration($1)'),
});

/** Once per hold: asked again the product gives the same answer, which is no second sale. */
async function confirm(client: pg.Client, hold: Hold): Promise<CounterCall> {
  await saveAttendees(db.pools.admin, hold.id);
  const isDone = await asHolder(client, hold, 'select app_public.confirm_free_registration($1)');
  return { kind: 'confirm', quantity: hold.quantity, isDone };
}

async function letRunOut(hold: Hold): Promise<CounterCall> {
  await db.pools.admin.query(
    `update app_public.registrations set expires_at = clock_timestamp() - interval '1 second'
     where id = $1 and status = 'pending'`,
    [hold.id],
  );
  await db.pools.worker.query('select app_private.expire_holds()');
  return { kind: 'expire', quantity: hold.quantity, isDone: false };
}

async function payLate(hold: Hold): Promise<CounterCall> {
  await saveAttendees(db.pools.admin, hold.id);
  try {
    const { rows } = await db.pools.admin.query<{ isTaken: boolean }>(
      'select app_private.confirm_registration($1) as "isTaken"',
      [hold.id],
    );
    const isTaken = rows[0]?.isTaken === true;
    if (isTaken) hold.isRetaken = true;
    return { kind: 'retake', quantity: hold.quantity, answer: isTaken ? 'taken' : 'gone' };
  } catch (error) {
    if ((error as { code: string }).code !== 'FY010') throw error;
    return { kind: 'retake', quantity: hold.quantity, answer: 'refused' };
  }
}

async function statusOf(hold: Hold): Promise<string> {
  const { rows } = await db.pools.admin.query<{ status: string }>(
    'select status from app_public.registrations where id = $1',
    [hold.id],
  );
  return rows[0]?.status ?? '';
}

async function read(admin: pg.Pool, event: TestEvent): Promise<CounterCall> {
  const { rows } = await admin.query<{ held: number; sold: number }>(
    'select held_count as held, sold_count as sold from app_public.quotas where event_id = $1',
    [event.id],
  );
  return { kind: 'read', held: rows[0]?.held ?? -1, sold: rows[0]?.sold ?? -1 };
}

const describeCalls = (calls: Call[]) =>
  calls.map((c) => `${c.start.toFixed(1)}–${c.end.toFixed(1)} ${JSON.stringify(c)}`).join('\n');

test(
  `short histories of one ticket type have an order that explains every answer ${seedNote}`,
  async () => {
    const runs = await repeatFor({ quick: quickOrLong(60, 1_000), part: 0.75 }, async (run) => {
      const history = await record(seeded(`history ${run}`), CALLS_PER_CLIENT, CAPACITY);
      const unexplained = findViolation(history, CAPACITY);
      if (unexplained) {
        throw new Error(
          `history ${run}: no order explains\n${describeCalls(unexplained)}\nof\n${describeCalls(history)}`,
        );
      }
    });
    report(`${runs} short histories`);
    expect(await checkDatabase(db.pools.admin)).toEqual([]);
  },
  longMs + 90_000,
);

test(
  `long histories stay within what their calls allow ${seedNote}`,
  async () => {
    const runs = await repeatFor({ quick: 2, part: 0.25 }, async (run) => {
      const history = await record(seeded(`long history ${run}`), 60, 40);
      expect(`${run}: ${findBoundViolation(history, 40)}`).toMatch(/: null$/);
    });
    report(`${runs} long histories`);
    expect(await checkDatabase(db.pools.admin)).toEqual([]);
  },
  longMs + 90_000,
);

test('every answer that can be given was given, or this proved less than it says', () => {
  expect([...given]).toEqual(
    expect.arrayContaining([
      ...['reserve held', 'reserve sold_out', 'reserve held_by_others', 'release true'],
      ...['confirm true', 'expire true', 'retake taken', 'read seen'],
    ]),
  );
});

describe('positive control: reading first and writing then', () => {
  /** What a careful-looking beginner writes: the check and the change are two statements. */
  async function reserveRacily(
    client: pg.Client,
    event: TestEvent,
    quantity: number,
  ): Promise<CounterCall> {
    const { rows } = await client.query<{ free: number; unsold: number }>(
      `select capacity - held_count - sold_count as free, capacity - sold_count as unsold
       from app_public.quotas where event_id = $1`,
      [event.id],
    );
    const { free, unsold } = rows[0] ?? { free: 0, unsold: 0 };
    if (free < quantity) {
      const answer = unsold < quantity ? 'sold_out' : 'held_by_others';
      return { kind: 'reserve', quantity, answer };
    }
    await client.query(
      'update app_public.quotas set held_count = held_count + $2 where event_id = $1',
      [event.id, quantity],
    );
    return { kind: 'reserve', quantity, answer: 'held' };
  }

  let racy: TestDatabase;
  let racyClients: pg.Client[];
  let racyOrgId: string;
  beforeAll(async () => {
    racy = await createTestDatabase();
    // The database's own safety net, which would refuse what is to be detected.
    await racy.pools.admin.query(
      'alter table app_public.quotas drop constraint quotas_never_oversold',
    );
    racyOrgId = (await insertOrganization(racy.pools.admin)).id;
    racyClients = await Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        const client = new pg.Client({ connectionString: racy.urls.admin });
        await client.connect();
        return client;
      }),
    );
  });
  afterAll(async () => {
    await Promise.all(racyClients.map((client) => client.end()));
    await racy.close();
  });

  async function recordRacy(random: Random): Promise<Call[]> {
    const event = await insertEvent(racy.pools.admin, {
      orgId: racyOrgId,
      quotas: { event: CAPACITY },
    });
    const calls: Call[] = [];
    await Promise.all(
      racyClients.map(async (client) => {
        for (let i = 0; i < 3; i++) {
          const start = performance.now();
          const call = await reserveRacily(client, event, random.between(1, 3));
          calls.push({ ...call, start, end: performance.now(), what: `${call.kind} #${i}` });
        }
      }),
    );
    const start = performance.now();
    const last = await read(racy.pools.admin, event);
    calls.push({ ...last, start, end: performance.now(), what: 'last read' });
    return calls;
  }

  test(`is found out by the search and by the bounds ${seedNote}`, async () => {
    let found = { bySearch: 0, byBounds: 0 };
    for (let run = 0; run < 50 && (!found.bySearch || !found.byBounds); run++) {
      const history = await recordRacy(seeded(`racy history ${run}`));
      found = {
        bySearch: found.bySearch + (findViolation(history, CAPACITY) ? 1 : 0),
        byBounds: found.byBounds + (findBoundViolation(history, CAPACITY) ? 1 : 0),
      };
    }
    expect(found.bySearch).toBeGreaterThan(0);
    expect(found.byBounds).toBeGreaterThan(0);
  });
});

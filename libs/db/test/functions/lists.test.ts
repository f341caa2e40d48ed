import {
  confirm,
  createTestDatabase,
  insertEvent,
  insertOrganization,
  insertUser,
  reservationRequest,
  reserve,
  reserveBatch,
  type TestDatabase,
  type TestEvent,
} from '@foyer/testing';
import { withClaims } from '../../src/index.ts';

/** What a page of a list costs: the page, however long the list. */
let db: TestDatabase;
let userId: string;
let event: TestEvent;
beforeAll(async () => {
  db = await createTestDatabase();
  const { adminPool } = db;
  userId = (await insertUser(adminPool)).id;
  const { id: orgId } = await insertOrganization(adminPool, { members: { [userId]: 'owner' } });
  const past = { startsAt: new Date('2026-01-01T20:00Z'), endsAt: new Date('2026-01-01T22:00Z') };
  for (let i = 0; i < 100; i += 1) await insertEvent(adminPool, { orgId, ...(i % 2 ? past : {}) });
  event = await insertEvent(adminPool, {
    orgId,
    quotas: { event: 1_000 },
    maxPerOrder: 200,
    ticketTypes: [{ maxPerOrder: 200 }],
  });
  await reserveBatch(
    adminPool,
    Array.from({ length: 200 }, () => reservationRequest(event)),
  );
  const order = await reserve(adminPool, reservationRequest(event, { quantity: 150 }));
  await confirm(adminPool, order.registrationId);
  await adminPool.query('vacuum analyze');
});
afterAll(() => db.close());

type Plan = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
};
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

test.each([
  ['events', 'app_public.discover_events()'],
  ['registrations', 'app_public.search_registrations($1)'],
  ['tickets', 'app_public.search_attendees($1)'],
])('the first page of a list of %s reads a page', async (table, list) => {
  const rows = await withClaims(db.pools.api, { userId }, async (client) => {
    const { rows } = await client.query(
      `explain (analyze, format json) select * from ${list} limit 10`,
      list.includes('$1') ? [event.id] : [],
    );
    return nodesOf(rows[0]['QUERY PLAN'][0].Plan);
  });
  expect(rows.map((node) => node['Node Type'])).not.toContain('Function Scan');
  const scans = rows.filter((node) => node['Relation Name'] === table);
  const read = scans.reduce(
    (sum, scan) =>
      sum + (scan['Actual Rows'] + (scan['Rows Removed by Filter'] ?? 0)) * scan['Actual Loops'],
    0,
  );
  expect(read).toBeGreaterThanOrEqual(10);
  expect(read).toBeLessThan(30);
});

test('what is over is not on, the soonest comes first', async () => {
  const { rows } = await withClaims(db.pools.api, {}, (client) =>
    client.query('select starts_at from app_public.discover_events() limit 100'),
  );
  expect(rows).toHaveLength(51);
  const times = rows.map(({ starts_at }) => Number(starts_at));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBeGreaterThan(Date.now());
});

describe('beside an event that sold nearly everything there is', () => {
  const orders = { old: 200, big: 20_000, young: 200, idle: 0 };
  type Name = keyof typeof orders;
  const names = Object.keys(orders) as Name[];
  const events = {} as Record<Name, TestEvent>;

  beforeAll(async () => {
    const { adminPool } = db;
    for (const name of names) {
      const { id: orgId } = await insertOrganization(adminPool, { members: { [userId]: 'owner' } });
      events[name] = await insertEvent(adminPool, { orgId });
    }
    const client = await adminPool.connect();
    try {
      await client.query('begin');
      // As a restored backup writes.
      await client.query('set local session_replication_role = replica');
      for (const name of names) {
        const { id, orgId, ticketTypes } = events[name];
        await client.query(
          `with bought as (
             insert into app_public.registrations (org_id, event_id, status, confirmation_number, buyer_name, buyer_email, total_minor,
               currency, idempotency_key, request_fingerprint, confirmed_at)
             select $1, $2, 'confirmed', $3 || n, 'Ada Lovelace', 'ada@example.org', 0, 'EUR', gen_random_uuid(), '', now()
             from generate_series(1, $4::int) n returning id),
           items as (
             insert into app_public.registration_items (org_id, event_id, registration_id, ticket_type_id, quantity, unit_price_minor)
             select $1, $2, id, $5, 1, 0 from bought)
           insert into app_public.tickets (org_id, event_id, registration_id, ticket_type_id, code, attendee_name)
           select $1, $2, id, $5, upper(right(id::text, 10)), md5(id::text) from bought`,
          [orgId, id, name, orders[name], Object.values(ticketTypes)[0]],
        );
      }
      await client.query('commit');
    } finally {
      client.release();
    }
    await adminPool.query('vacuum analyze');
  });

  let looked = 0;
  /** How many rows of orders a statement about an event reads, its functions and policies included. */
  async function read(list: string, name: Name, planned: string, asWhom = userId) {
    return await withClaims(db.pools.api, { userId: asWhom }, async (client) => {
      const count = async () => {
        const { rows } = await client.query<{ read: number }>(
          `select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::int as read
           from pg_stat_xact_all_tables where relname in ('registrations', 'registration_items', 'tickets')`,
        );
        return rows[0]?.read ?? 0;
      };
      await client.query(`set local plan_cache_mode = ${planned}`);
      looked += 1;
      const before = await count();
      const { rows } = await client.query({
        name: `looked ${looked} times`,
        text: list,
        values: [events[name].id],
      });
      return { rows: rows.length, read: (await count()) - before, first: rows[0] };
    });
  }

  const page = (list: string) => `select id from app_public.${list}($1::uuid) limit 20`;
  const plans = ['force_custom_plan', 'force_generic_plan'];
  const about = plans.flatMap((planned) => names.map((name) => [name, planned] as const));

  test.each(about)('a page of the orders of %s reads a page, %s', async (name, planned) => {
    const { rows, read: rowsRead } = await read(page('search_registrations'), name, planned);
    expect(rows).toBe(Math.min(20, orders[name]));
    expect(rowsRead).toBeLessThan(40);
  });

  test.each(about)('a page of the attendees of %s reads a page, %s', async (name, planned) => {
    const { rows, read: rowsRead } = await read(page('search_attendees'), name, planned);
    expect(rows).toBe(Math.min(20, orders[name]));
    expect(rowsRead).toBeLessThan(40);
  });

  const isOrdered = `select app_public.events_is_ordered(e) as event,
      (select bool_or(app_public.ticket_types_is_ordered(t)) from app_public.ticket_types t where t.event_id = e.id) as type
    from app_public.events e where e.id = $1`;
  test.each(about)('whether anything of %s was ordered is a look, %s', async (name, planned) => {
    const { first, read: rowsRead } = await read(isOrdered, name, planned);
    expect(first).toEqual({ event: orders[name] > 0, type: orders[name] > 0 });
    expect(rowsRead).toBeLessThan(40);
  });

  test('a stranger is told that nothing was ordered, and nothing is read for it', async () => {
    const { id: stranger } = await insertUser(db.adminPool);
    const { first, read: rowsRead } = await read(isOrdered, 'big', 'force_custom_plan', stranger);
    expect(first).toEqual({ event: false, type: false });
    expect(rowsRead).toBeLessThan(40);
  });

  test('positive control: an order that the primary key has too reads what others sold since', async () => {
    const list =
      'select id from app_public.registrations where event_id = $1 order by id desc limit 20';
    expect((await read(list, 'old', 'force_generic_plan')).read).toBeGreaterThan(orders.big);
  });

  test('pages follow each other, newest first, none twice and none left out', async () => {
    const ids = await withClaims(db.pools.api, { userId }, async (client) => {
      const found: string[] = [];
      for (let offset = 0; offset < orders.old; offset += 30) {
        const { rows } = await client.query<{ id: string }>(
          'select id from app_public.search_registrations($1) limit 30 offset $2',
          [events.old.id, offset],
        );
        found.push(...rows.map(({ id }) => id));
      }
      return found;
    });
    expect(new Set(ids).size).toBe(orders.old);
    expect(ids).toEqual(ids.toSorted().toReversed());
  });
});

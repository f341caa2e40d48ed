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

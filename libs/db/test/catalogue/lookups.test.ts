import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@foyer/testing';

/** Whether what belongs to one order or one ticket is found by its id, whatever the planner knows of the tables. */
let db: TestDatabase;
const rows = 5_000;

/** What points at a row through (org_id, event_id, column), in tables that grow with every event. */
const lookups: [table: string, column: string][] = [
  ['tickets', 'registration_id'],
  ['payments', 'registration_id'],
  ['registration_items', 'registration_id'],
  ['check_ins', 'ticket_id'],
  ['scans', 'ticket_id'],
];

beforeAll(async () => {
  db = await createTestDatabase();
  const client = await db.pools.admin.connect();
  try {
    for (const [table] of lookups)
      await client.query(`alter table app_public.${table} set (autovacuum_enabled = false)`);
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(
      `insert into app_public.tickets (org_id, event_id, registration_id, ticket_type_id, attendee_name)
       select $1, $2, app_hidden.uuid_v7(), $3, 'Guest ' || i from generate_series(1, $4::int) i`,
      [randomUUID(), randomUUID(), randomUUID(), rows],
    );
    const t = 't.org_id, t.event_id';
    await client.query(
      `insert into app_public.payments (org_id, event_id, registration_id, provider, amount_minor, currency, status, succeeded_at)
       select ${t}, t.registration_id, 'stripe', 2500, 'EUR', 'succeeded', now() from app_public.tickets t`,
    );
    await client.query(
      `insert into app_public.registration_items (org_id, event_id, registration_id, ticket_type_id, quantity, unit_price_minor)
       select ${t}, t.registration_id, t.ticket_type_id, 1, 2500 from app_public.tickets t`,
    );
    await client.query(
      `insert into app_public.scans (id, org_id, event_id, ticket_id, verdict, method, scanned_at)
       select gen_random_uuid(), ${t}, t.id, 'accepted', 'scan', now() from app_public.tickets t`,
    );
    await client.query(
      `insert into app_public.check_ins (org_id, event_id, ticket_id, scan_id, method, checked_in_at)
       select s.org_id, s.event_id, s.ticket_id, s.id, 'scan', now() from app_public.scans s`,
    );
    await client.query('commit');
  } finally {
    client.release();
  }
});
afterAll(() => db.close());

/** The first column of each index that the planner would use, for ids that it has never seen. */
async function waysTo(table: string, column: string): Promise<string[]> {
  const { rows: plan } = await db.pools.admin.query(
    `explain (format json) select id from app_public.${table}
     where org_id = '${randomUUID()}' and event_id = '${randomUUID()}' and ${column} = '${randomUUID()}'
     order by id limit 10`,
  );
  const names = [...JSON.stringify(plan).matchAll(/"Index Name":"(\w+)"/g)].map(([, name]) => name);
  const { rows: columns } = await db.pools.admin.query<{ name: string }>(
    `select distinct a.attname as name from pg_index i
     join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
     where i.indexrelid::regclass::text = any (select 'app_public.' || unnest($1::text[]))`,
    [names],
  );
  return columns.map(({ name }) => name);
}

describe.each([
  ['when nothing was ever counted', []],
  ['when they were vacuumed', ['vacuum']],
  ['when only other events were counted', ['vacuum', 'analyze']],
])('%s', (_when, commands) => {
  beforeAll(async () => {
    for (const command of commands) await db.pools.admin.query(command);
  });

  test.each(lookups)('%s are looked up by %s', async (table, column) => {
    expect(await waysTo(table, column)).toEqual([column]);
  });
});

import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@foyer/testing';

/** Whether what belongs to one order or one ticket is found by its id, whatever the planner knows of the tables. */
let db: TestDatabase;

/** What points at a row through (org_id, event_id, column), in tables that grow with every event. */
const lookups: [table: string, column: string][] = [
  ['tickets', 'registration_id'],
  ['payments', 'registration_id'],
  ['registration_items', 'registration_id'],
  ['check_ins', 'ticket_id'],
  ['scans', 'ticket_id'],
];

/** An event that has sold and admitted so many. */
async function fill(rows: number): Promise<void> {
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
}

/** The first column of each index of the table that the API's plan uses, made for any ids or for three that were never seen. */
async function waysTo(table: string, column: string): Promise<string[]> {
  const select = (ids: string[]) =>
    `select id from app_public.${table} where org_id = ${ids[0]} and event_id = ${ids[1]} and ${column} = ${ids[2]}
     order by id limit 10`;
  const unseen = [1, 2, 3].map(() => `'${randomUUID()}'`);
  const client = await db.pools.api.connect();
  try {
    await client.query('begin');
    await client.query('set local role foyer_user');
    const { rows: forUnseen } = await client.query(`explain (format json) ${select(unseen)}`);
    const { rows: forAny } = await client.query(
      `explain (generic_plan, format json) ${select(['$1', '$2', '$3'])}`,
    );
    const plans = JSON.stringify([forUnseen, forAny]);
    expect(plans).not.toContain('Seq Scan');
    const names = [...plans.matchAll(/"Index Name":"(\w+)"/g)].map(([, name]) => name);
    const { rows: columns } = await client.query<{ name: string }>(
      `select distinct a.attname as name from pg_index i
       join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
       where i.indrelid = $1::regclass
         and i.indexrelid::regclass::text = any (select 'app_public.' || unnest($2::text[]))`,
      [`app_public.${table}`, names],
    );
    return columns.map(({ name }) => name);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

// With as many levels in some indexes as in others, and with fewer.
describe.each([1_000, 12_000])('with %i rows', (rows) => {
  beforeAll(async () => {
    db = await createTestDatabase();
    await fill(rows);
  });
  afterAll(() => db.close());

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
});

import { randomUUID } from 'node:crypto';
import {
  confirm,
  createTestDatabase,
  inRollback,
  insertEvent,
  insertOrganization,
  insertUser,
  reservationRequest,
  reserve,
  type TestDatabase,
  type TestEvent,
} from '@foyer/testing';
import type pg from 'pg';

/** Two tenants with a row in every table, seen by everybody who might look. */
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

type Side = {
  orgId: string;
  owner: string;
  admin: string;
  staff: string;
  buyer: string;
  event: TestEvent;
  draft: TestEvent;
  registrationId: string;
};

async function insertTenant(client: pg.PoolClient): Promise<Side> {
  const people = {
    owner: (await insertUser(client)).id,
    admin: (await insertUser(client)).id,
    staff: (await insertUser(client)).id,
    buyer: (await insertUser(client)).id,
  };
  const { id: orgId } = await insertOrganization(client, {
    members: { [people.owner]: 'owner', [people.admin]: 'admin', [people.staff]: 'staff' },
  });
  const event = await insertEvent(client, { orgId, ticketTypes: [{ priceMinor: 1000 }] });
  const draft = await insertEvent(client, { orgId, status: 'draft' });
  const { registrationId } = await reserve(
    client,
    reservationRequest(event, { userId: people.buyer }),
  );
  const [ticketId] = await confirm(client, registrationId);
  const ids = {
    session: randomUUID(),
    speaker: randomUUID(),
    payment: randomUUID(),
    refund: randomUUID(),
    gate: randomUUID(),
    device: randomUUID(),
    scan: randomUUID(),
  };
  const run = (sql: string, ...values: unknown[]) => client.query(sql, values);
  await run(
    "insert into app_public.sessions (id, org_id, event_id, title, starts_at, ends_at) values ($1, $2, $3, $4, now(), now() + interval '1 hour')",
    ids.session,
    orgId,
    event.id,
    'Opening',
  );
  await run(
    'insert into app_public.speakers (id, org_id, name) values ($1, $2, $3)',
    ids.speaker,
    orgId,
    'Ada',
  );
  await run(
    'insert into app_public.session_speakers (org_id, session_id, speaker_id) values ($1, $2, $3)',
    orgId,
    ids.session,
    ids.speaker,
  );
  await run(
    'insert into app_public.event_links (org_id, event_id) values ($1, $2)',
    orgId,
    event.id,
  );
  await run(
    `update app_public.events set location = '{"onlineUrl": "https://live.example"}' where id = $1`,
    event.id,
  );
  await run(
    `insert into app_public.payments (id, org_id, event_id, registration_id, provider, amount_minor, currency, status, succeeded_at)
    values ($1, $2, $3, $4, 'stripe', 1000, 'EUR', 'succeeded', now())`,
    ids.payment,
    orgId,
    event.id,
    registrationId,
  );
  await run(
    `insert into app_public.refunds (id, org_id, payment_id, registration_id, amount_minor, currency, reason)
    values ($1, $2, $3, $4, 1, 'EUR', 'requested')`,
    ids.refund,
    orgId,
    ids.payment,
    registrationId,
  );
  await run(
    `with endpoint as (
       insert into app_public.webhook_endpoints (org_id, name, url, topics)
       values ($1, 'CRM', 'https://crm.example', '{endpoint_tested}') returning id)
     insert into app_public.webhook_deliveries (org_id, webhook_endpoint_id, topic, subject_id)
     select $1, id, 'endpoint_tested', id from endpoint`,
    orgId,
  );
  await run(
    `insert into app_public.ledger_entries (org_id, registration_id, payment_id, debit_account, credit_account, amount_minor, currency)
    values ($1, $2, $3, 'provider', 'sales', 1000, 'EUR')`,
    orgId,
    registrationId,
    ids.payment,
  );
  await run(
    'insert into app_public.gates (id, org_id, event_id, name) values ($1, $2, $3, $4)',
    ids.gate,
    orgId,
    event.id,
    'North',
  );
  await run(
    'insert into app_public.devices (id, org_id, event_id, gate_id, name) values ($1, $2, $3, $4, $5)',
    ids.device,
    orgId,
    event.id,
    ids.gate,
    'Phone',
  );
  await run(
    `insert into app_public.scans (id, org_id, event_id, ticket_id, verdict, method, gate_id, device_id, scanned_at)
    values ($1, $2, $3, $4, 'accepted', 'scan', $5, $6, now())`,
    ids.scan,
    orgId,
    event.id,
    ticketId,
    ids.gate,
    ids.device,
  );
  await run(
    `insert into app_public.check_ins (org_id, event_id, ticket_id, scan_id, gate_id, device_id, checked_in_at, method)
    values ($1, $2, $3, $4, $5, $6, now(), 'scan')`,
    orgId,
    event.id,
    ticketId,
    ids.scan,
    ids.gate,
    ids.device,
  );
  return { orgId, ...people, event, draft, registrationId };
}

const tenantTables = async (client: pg.PoolClient): Promise<string[]> =>
  (
    await client.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
       where c.relkind = 'r' and c.relnamespace = 'app_public'::regnamespace order by 1`,
    )
  ).rows.map((row) => row.name);

/** Rows of an organization that a viewer sees, by table; tables that may not be read at all are 0. */
async function look(
  client: pg.PoolClient,
  orgId: string,
  claims: { userId?: string; registrationId?: string },
): Promise<Record<string, number>> {
  const tables = await tenantTables(client);
  const seen: Record<string, number> = {};
  await client.query(
    `select set_config('role', $1, true), set_config('foyer.user_id', $2, true), set_config('foyer.registration_id', $3, true)`,
    [
      claims.userId ? 'foyer_user' : 'foyer_anonymous',
      claims.userId ?? '',
      claims.registrationId ?? '',
    ],
  );
  for (const table of tables) {
    await client.query('savepoint s');
    const rows = await client
      .query(`select count(*)::int as n from app_public.${table} where org_id = $1`, [orgId])
      .catch(async (error) => {
        if (error.code !== '42501') throw error;
        await client.query('rollback to s');
        return { rows: [{ n: 0 }] };
      });
    if (rows.rows[0].n > 0) seen[table] = rows.rows[0].n;
  }
  await client.query('reset role');
  return seen;
}

const onlyPublic = {
  events: 1,
  org_branding: 1,
  session_speakers: 1,
  sessions: 1,
  speakers: 1,
  ticket_types: 1,
};

test('both tenants have a row in every tenant table', () =>
  inRollback(db.pools.admin, async (client) => {
    const a = await insertTenant(client);
    const empty: string[] = [];
    for (const table of await tenantTables(client)) {
      const { rowCount } = await client.query(
        `select 1 from app_public.${table} where org_id = $1 limit 1`,
        [a.orgId],
      );
      if (rowCount === 0) empty.push(table);
    }
    expect(empty).toEqual([]);
  }));

test('an anonymous viewer sees what is public of a published event, and nothing of a draft', () =>
  inRollback(db.pools.admin, async (client) => {
    const a = await insertTenant(client);
    expect(await look(client, a.orgId, {})).toEqual(onlyPublic);
  }));

test.each(['owner', 'admin', 'staff', 'buyer'] as const)(
  "the other tenant's %s sees no more than an anonymous viewer",
  (role) =>
    inRollback(db.pools.admin, async (client) => {
      const a = await insertTenant(client);
      const b = await insertTenant(client);
      expect(await look(client, a.orgId, { userId: b[role] })).toEqual(onlyPublic);
    }),
);

test('staff see the event and the door, not the money, not the record, and not where data goes', () =>
  inRollback(db.pools.admin, async (client) => {
    const a = await insertTenant(client);
    const seen = await look(client, a.orgId, { userId: a.staff });
    expect(Object.keys(seen)).toEqual(
      (await tenantTables(client)).filter(
        (table) =>
          !['audit_logs', 'ledger_entries', 'payments', 'refunds'].includes(table) &&
          !table.startsWith('webhook_'),
      ),
    );
  }));

test('admins see everything of their organization', () =>
  inRollback(db.pools.admin, async (client) => {
    const a = await insertTenant(client);
    expect(Object.keys(await look(client, a.orgId, { userId: a.admin }))).toEqual(
      await tenantTables(client),
    );
  }));

test.each(['account', 'link'])(
  "a buyer sees their own registration by %s and nobody else's",
  (by) =>
    inRollback(db.pools.admin, async (client) => {
      const a = await insertTenant(client);
      await reserve(client, reservationRequest(a.event));
      const claims = by === 'account' ? { userId: a.buyer } : { registrationId: a.registrationId };
      expect(await look(client, a.orgId, claims)).toEqual({
        ...onlyPublic,
        check_ins: 1,
        event_access: 1,
        payments: 1,
        refunds: 1,
        registration_items: 1,
        registrations: 1,
        tickets: 1,
      });
    }),
);

test('a person sees themselves and their colleagues, not other people', () =>
  inRollback(db.pools.admin, async (client) => {
    const a = await insertTenant(client);
    await insertTenant(client);
    const visible = async (userId: string) => {
      await client.query(
        `select set_config('role', 'foyer_user', true), set_config('foyer.user_id', $1, true)`,
        [userId],
      );
      const { rows } = await client.query('select id from app_public.users order by id');
      await client.query('reset role');
      return rows.map((row) => row.id);
    };
    expect(await visible(a.buyer)).toEqual([a.buyer]);
    expect(await visible(a.staff)).toEqual([a.owner, a.admin, a.staff].sort());
  }));

test('a write to the other tenant finds nothing to write', () =>
  inRollback(db.pools.admin, async (client) => {
    const a = await insertTenant(client);
    const b = await insertTenant(client);
    await client.query(
      `select set_config('role', 'foyer_user', true), set_config('foyer.user_id', $1, true)`,
      [b.owner],
    );
    for (const table of ['events', 'sessions', 'speakers', 'gates']) {
      const column = { events: 'title', sessions: 'title', speakers: 'name', gates: 'name' }[table];
      const { rowCount } = await client.query(
        `update app_public.${table} set ${column} = 'Taken over' where org_id = $1`,
        [a.orgId],
      );
      expect(rowCount).toBe(0);
    }
    await client.query('savepoint s');
    await expect(
      client.query(
        `insert into app_public.gates (org_id, event_id, name) values ($1, $2, 'Back door')`,
        [a.orgId, a.event.id],
      ),
    ).rejects.toMatchObject({ code: '42501' });
    await client.query('rollback to s');
    // Our own tenant id with their event: the composite key says no.
    await expect(
      client.query(
        `insert into app_public.gates (org_id, event_id, name) values ($1, $2, 'Back door')`,
        [b.orgId, a.event.id],
      ),
    ).rejects.toMatchObject({ code: '23503' });
  }));

test('without a claim nothing but the public is seen: an empty setting is nobody', () =>
  inRollback(db.pools.admin, async (client) => {
    const a = await insertTenant(client);
    await client.query(
      `select set_config('foyer.user_id', '', true), set_config('role', 'foyer_user', true)`,
    );
    const { rows } = await client.query(
      'select count(*)::int as n from app_public.registrations where org_id = $1',
      [a.orgId],
    );
    expect(rows[0].n).toBe(0);
  }));

test('the API must become somebody: its login alone can read nothing', async () => {
  await expect(db.pools.api.query('select 1 from app_public.events')).rejects.toMatchObject({
    code: '42501',
  });
  await expect(db.pools.worker.query('select 1 from app_public.events')).rejects.toMatchObject({
    code: '42501',
  });
  await expect(
    db.pools.checkin.query('select 1 from app_private.ticket_secrets'),
  ).rejects.toMatchObject({ code: '42501' });
});

test('a signed-in person cannot call the functions of our services', () =>
  inRollback(db.pools.api, async (client) => {
    await client.query(`set local role foyer_user`);
    await expect(client.query(`select app_private.reserve_batch('[]')`)).rejects.toMatchObject({
      code: '42501',
    });
  }));

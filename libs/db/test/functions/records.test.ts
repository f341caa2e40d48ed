import { randomUUID } from 'node:crypto';
import {
  confirm,
  createTestDatabase,
  inRollback,
  insertEvent,
  insertOrganization,
  reservationRequest,
  reserve,
  sealEverything,
  type TestDatabase,
  until,
} from '@foyer/testing';
import type pg from 'pg';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

test('every change leaves an audit row in the same transaction, with what changed', () =>
  inRollback(db.pools.admin, async (client) => {
    const { id: orgId } = await insertOrganization(client);
    const event = await insertEvent(client, { orgId });
    const { registrationId } = await reserve(client, reservationRequest(event));
    await confirm(client, registrationId);
    const { rows } = await client.query(
      `select action, new_data ->> 'status' as status from app_public.audit_logs where record_id = $1 order by id`,
      [registrationId],
    );
    expect(rows).toEqual([
      { action: 'insert', status: 'pending' },
      { action: 'update', status: null },
      { action: 'update', status: 'confirmed' },
    ]);
    const tickets = await client.query(
      `select count(*)::int as n from app_public.audit_logs where table_name = 'tickets' and org_id = $1`,
      [orgId],
    );
    expect(tickets.rows[0].n).toBe(1);
  }));

test('a change of many rows at once leaves for each what changed in it, and nothing for the others', () =>
  inRollback(db.pools.admin, async (client) => {
    const { id: orgId } = await insertOrganization(client);
    const event = await insertEvent(client, { orgId, quotas: { event: 30 } });
    for (let i = 0; i < 30; i += 1) await reserve(client, reservationRequest(event));
    await client.query(
      `with numbered as (select id, row_number() over (order by id) as n from app_public.registrations where event_id = $1)
       update app_public.registrations r
       set buyer_name = case when n % 2 = 0 then 'Guest ' || n else r.buyer_name end
       from numbered where numbered.id = r.id`,
      [event.id],
    );
    const { rows } = await client.query(
      `select a.new_data, a.old_data, r.buyer_name from app_public.audit_logs a
       join app_public.registrations r on r.id = a.record_id
       where r.event_id = $1 and a.action = 'update' order by a.new_data ->> 'buyer_name'`,
      [event.id],
    );
    expect(rows).toHaveLength(15);
    for (const row of rows) {
      expect(row.new_data).toEqual({ buyer_name: row.buyer_name });
      expect(row.old_data).toEqual({ buyer_name: null });
    }
  }));

test('the audit log cannot be changed or emptied, not even by its owner', () =>
  inRollback(db.pools.admin, async (client) => {
    await insertOrganization(client);
    for (const statement of [
      'update app_public.audit_logs set user_id = null',
      'delete from app_public.audit_logs',
      'truncate app_public.audit_logs',
    ]) {
      await client.query('savepoint s');
      await expect(client.query(statement)).rejects.toThrow('append only');
      await client.query('rollback to s');
    }
  }));

test('sealing covers every committed row, and a changed byte breaks the chain', async () => {
  // Commits, because a seal covers what other transactions have finished.
  const { id: orgId } = await insertOrganization(db.pools.admin);
  // Rows wait while any older transaction of the server still runs, another test's too.
  const seal = () =>
    until(
      async () =>
        (await db.pools.worker.query('select app_private.seal_audit() as n')).rows[0].n > 0,
      { what: 'the seal' },
    );
  await seal();
  await insertEvent(db.pools.admin, { orgId });
  await seal();
  const verify = async () =>
    (
      await db.pools.worker.query(
        'select is_intact from app_private.verify_audit() order by seal_id',
      )
    ).rows.map((row) => row.is_intact);
  const intact = await verify();
  expect(intact.length).toBeGreaterThanOrEqual(2);
  expect(intact).toEqual(intact.map(() => true));
  await inRollback(db.pools.admin, async (client) => {
    await client.query('set local session_replication_role = replica');
    await client.query(
      `update app_public.audit_logs set new_data = jsonb_set(new_data, '{name}', '"Forged"')
       where id = (select min(id) from app_public.audit_logs)`,
    );
    const { rows } = await client.query(
      'select is_intact from app_private.verify_audit() order by seal_id',
    );
    expect(rows.map((row) => row.is_intact)).toEqual(intact.map(() => false));
  });
});

describe('a dump restored into a server that has given out fewer transaction ids', () => {
  const ahead = 1_000_000_000;
  let restored: TestDatabase;
  beforeEach(async () => {
    restored = await createTestDatabase();
  });
  afterEach(() => restored.close());

  /** As they come out of a dump: written under ids that this server will give out in years. */
  async function moveAhead(isSealed: boolean): Promise<void> {
    const client = await restored.pools.admin.connect();
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    for (const [table, column] of [
      ['app_public.audit_logs', 'xact'],
      ['app_public.tickets', 'changed_xact'],
    ]) {
      await client.query(
        `update ${table} set ${column} = (${column}::text::bigint + ${ahead})::text::xid8`,
      );
    }
    if (isSealed) {
      await client.query(
        `insert into app_private.audit_seals (until_xact, row_count, hash)
         select (max(xact)::text::bigint + 1)::text::xid8, count(*),
           sha256(string_agg(app_private.audit_row_hash(a), ''::bytea order by xact, id))
         from app_public.audit_logs a`,
      );
    }
    await client.query('commit');
    client.release();
  }
  const seals = async (client: pg.Pool | pg.PoolClient) =>
    (await client.query('select is_intact from app_private.verify_audit()')).rows.map(
      (row) => row.is_intact as boolean,
    );

  test.each([true, false])(
    'the record goes on, and every row counts (sealed before: %s)',
    async (isSealed) => {
      const { admin } = restored.pools;
      const { id: orgId } = await insertOrganization(admin);
      const event = await insertEvent(admin, { orgId });
      const { registrationId } = await reserve(admin, reservationRequest(event));
      await confirm(admin, registrationId);
      await moveAhead(isSealed);
      // The product is used before the first seal.
      await insertEvent(admin, { orgId });
      await sealEverything(admin);
      await insertEvent(admin, { orgId });
      await sealEverything(admin);
      const intact = await seals(admin);
      expect(intact.length).toBeGreaterThanOrEqual(3);
      expect(new Set(intact)).toEqual(new Set([true]));
      const eras = await admin.query('select count(*)::int as eras from app_private.audit_eras');
      expect(eras.rows).toEqual([{ eras: 1 }]);
      // The door is not told of every ticket every second for years.
      const { rows } = await admin.query(
        `select count(*)::int as ahead from app_public.tickets where changed_xact >= pg_snapshot_xmax(pg_current_snapshot())`,
      );
      expect(rows).toEqual([{ ahead: 0 }]);
      for (const which of ['min', 'max']) {
        await inRollback(admin, async (client) => {
          await client.query('set local session_replication_role = replica');
          await client.query(
            `update app_public.audit_logs set new_data = '{}' where id = (select ${which}(id) from app_public.audit_logs)`,
          );
          expect(await seals(client)).toContain(false);
        });
      }
    },
  );
});

test('an outbox row is leased to one relay, comes back when the relay dies, and is published once', () =>
  inRollback(db.pools.admin, async (client) => {
    await client.query(`select app_private.enqueue('event.cancelled', null, '{}')`);
    const claim = async () =>
      (await client.query('select id from app_private.claim_outbox(10, 30)')).rows.map(
        (row) => row.id,
      );
    const [id] = await claim();
    expect(id).toBeDefined();
    expect(await claim()).toEqual([]);
    await client.query(
      `update app_private.outbox set leased_until = clock_timestamp() - interval '1 second'`,
    );
    expect(await claim()).toEqual([id]);
    const [mark, run] = [randomUUID(), 'a'];
    const noted = async (runId: string) =>
      (
        await client.query('select app_private.note_outbox_published($1, $2, $3) as is_noted', [
          [id],
          mark,
          runId,
        ])
      ).rows[0].is_noted;
    await client.query('select app_private.note_queue_memory($1, $2)', [mark, run]);
    expect(await noted('of a queue that forgot it')).toBe(false);
    expect(await claim()).toEqual([]);
    await client.query(
      `update app_private.outbox set leased_until = clock_timestamp() - interval '1 second'`,
    );
    expect(await claim()).toEqual([id]);
    expect(await noted(run)).toBe(true);
    await client.query(
      `update app_private.outbox set leased_until = clock_timestamp() - interval '1 second'`,
    );
    expect(await claim()).toEqual([]);
  }));

test('a message is delivered once per key, and a claim whose sender died is taken over', () =>
  inRollback(db.pools.admin, async (client) => {
    const claim = async () =>
      (await client.query(`select app_private.claim_delivery('confirmation:1', 'email') as mine`))
        .rows[0].mine;
    expect(await claim()).toBe(true);
    expect(await claim()).toBe(false);
    await client.query(
      `update app_private.deliveries set claimed_at = claimed_at - interval '2 minutes'`,
    );
    expect(await claim()).toBe(true);
    await client.query(`select app_private.mark_delivered('confirmation:1')`);
    await client.query(
      `update app_private.deliveries set claimed_at = claimed_at - interval '2 minutes'`,
    );
    expect(await claim()).toBe(false);
  }));

test('confirmation numbers look like REG-20261121-7K2M9P and never repeat', () =>
  inRollback(db.pools.admin, async (client) => {
    const { rows } = await client.query(
      `select count(distinct n)::int as distinct_count, bool_and(n ~ '^REG-[0-9]{8}-[0-9A-HJKMNP-TV-Z]{6}$') as well_formed
       from (select app_hidden.new_confirmation_number() as n from generate_series(1, 20000)) as numbers`,
    );
    expect(rows).toEqual([{ distinct_count: 20_000, well_formed: true }]);
  }));

test('codes have every character of their alphabet as often as any other', () =>
  inRollback(db.pools.admin, async (client) => {
    const { rows } = await client.query<{ character: string; share: number }>(
      `with codes as materialized (
         select app_hidden.crockford(app_hidden.random_bytes_16(), 16) as code from generate_series(1, 20000))
       select character, count(*)::float * 32 / 320000 as share
       from codes cross join lateral regexp_split_to_table(code, '') as character group by character order by character collate "C"`,
    );
    expect(rows.map(({ character }) => character).join('')).toBe(
      '0123456789ABCDEFGHJKMNPQRSTVWXYZ',
    );
    // 10,000 of each, give or take 98: six times that is one run in ten million.
    for (const { share } of rows) expect(Math.abs(share - 1)).toBeLessThan(0.06);
  }));

test('ids are version 7 and sort by the time they were made', () =>
  inRollback(db.pools.admin, async (client) => {
    const { rows } = await client.query<{ id: string }>('select app_hidden.uuid_v7() as id');
    expect(rows[0]?.id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    const millis = Number.parseInt((rows[0]?.id ?? '').replaceAll('-', '').slice(0, 12), 16);
    expect(Math.abs(millis - Date.now())).toBeLessThan(60_000);
  }));

test('those who listen hear of registrations whose status changed, and not of a name', async () => {
  const { id: orgId } = await insertOrganization(db.pools.admin);
  const event = await insertEvent(db.pools.admin, { orgId, quotas: {}, ticketTypes: [{}] });
  const { registrationId } = await reserve(db.pools.admin, reservationRequest(event));
  const listener = await db.pools.admin.connect();
  try {
    const heard: (string | undefined)[] = [];
    listener.on('notification', ({ channel, payload }) => {
      if (channel === 'foyer_live') heard.push(payload);
    });
    await listener.query('listen foyer_live');
    const update = (set: string) =>
      db.pools.admin.query(`update app_public.registrations set ${set} where id = $1`, [
        registrationId,
      ]);
    await update(`buyer_name = 'Ada'`);
    await update(`status = 'expired', expired_at = now()`);
    await until(async () => heard.length > 0);
    // Notifications come in the order of commits: one for the name would stand before this one.
    expect(heard).toEqual([event.id]);
  } finally {
    listener.removeAllListeners('notification');
    await listener.query('unlisten *');
    listener.release();
  }
});

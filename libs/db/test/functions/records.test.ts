import {
  confirm,
  createTestDatabase,
  inRollback,
  insertEvent,
  insertOrganization,
  reservationRequest,
  reserve,
  type TestDatabase,
  until,
} from '@foyer/testing';

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
    await client.query('select app_private.mark_outbox_published($1)', [[id]]);
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

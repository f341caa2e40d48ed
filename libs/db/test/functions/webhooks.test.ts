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

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

type World = { client: pg.PoolClient; orgId: string; ownerId: string; event: TestEvent };
type Claimed = {
  delivery_id: string;
  attempt: number;
  url: string;
  body: { id: string; type: string; organizationId: string; data: Record<string, unknown> };
  secrets: string[];
  is_failing: boolean;
};

const withEvent = (work: (world: World) => Promise<void>) =>
  inRollback(db.pools.admin, async (client) => {
    const { id: ownerId } = await insertUser(client);
    const { id: orgId } = await insertOrganization(client, { members: { [ownerId]: 'owner' } });
    await work({ client, orgId, ownerId, event: await insertEvent(client, { orgId }) });
  });

async function as<T>(client: pg.PoolClient, userId: string, sql: string, values: unknown[] = []) {
  await client.query(
    `select set_config('role', 'foyer_user', true), set_config('foyer.user_id', $1, true)`,
    [userId],
  );
  const { rows } = await client.query(sql, values);
  await client.query('reset role');
  return rows as T[];
}

async function endpoint(
  { client, orgId, ownerId }: Pick<World, 'client' | 'orgId' | 'ownerId'>,
  topics = ['registration_confirmed'],
) {
  const [made] = await as<{ id: string; secret: string }>(
    client,
    ownerId,
    `select (m.endpoint).id, m.secret from app_public.create_webhook_endpoint($1, 'CRM', 'https://crm.example/hook', $2) m`,
    [orgId, topics],
  );
  return made as { id: string; secret: string };
}

/** Something to tell, without selling for it. */
const tell = (client: pg.PoolClient, endpointId: string, count = 1) =>
  client.query(
    `insert into app_public.webhook_deliveries (org_id, webhook_endpoint_id, topic, subject_id)
     select org_id, id, 'endpoint_tested', id from app_public.webhook_endpoints, generate_series(1, $2::int) where id = $1`,
    [endpointId, count],
  );
const claim = async (client: pg.PoolClient, healthy = 100, failing = 100) =>
  (
    await client.query<Claimed>('select * from app_private.claim_webhooks($1, $2, 30)', [
      healthy,
      failing,
    ])
  ).rows;
const note = async (
  client: pg.PoolClient,
  { delivery_id, attempt }: Pick<Claimed, 'delivery_id' | 'attempt'>,
  answer: { status?: number; failure?: string; retryAfter?: number } = { status: 200 },
) =>
  (
    await client.query<{ outcome: string }>(
      'select app_private.note_webhook_attempt($1, $2, $3, $4, $5) as outcome',
      [delivery_id, attempt, answer.status, answer.failure, answer.retryAfter],
    )
  ).rows[0]?.outcome;
const deliveryOf = async (client: pg.PoolClient, id: string) =>
  (
    await client.query(
      `select *, extract(epoch from next_attempt_at - clock_timestamp())::float as wait
       from app_public.webhook_deliveries where id = $1`,
      [id],
    )
  ).rows[0];
const endpointOf = async (client: pg.PoolClient, id: string) =>
  (await client.query('select * from app_public.webhook_endpoints where id = $1', [id])).rows[0];
/** As if so much time had gone by. */
const later = (client: pg.PoolClient, interval: string) =>
  client.query(
    `with endpoints as (
       update app_public.webhook_endpoints set failing_since = failing_since - $1::interval, paused_until = paused_until - $1::interval)
     update app_public.webhook_deliveries
     set next_attempt_at = next_attempt_at - $1::interval, claimed_until = claimed_until - $1::interval`,
    [interval],
  );
const first = <T>(rows: T[]): T => {
  if (rows[0] === undefined) throw new Error('nothing was claimed');
  return rows[0];
};

async function buy(client: pg.PoolClient, event: TestEvent): Promise<string> {
  const { registrationId } = await reserve(client, reservationRequest(event));
  await confirm(client, registrationId);
  return registrationId;
}

describe('who is told what', () => {
  test('an order is told to those who asked for it, with what an integrator needs and no secret of a ticket', () =>
    withEvent(async (world) => {
      const { client, event, orgId } = world;
      const { id, secret } = await endpoint(world);
      await endpoint(world, ['event_cancelled']);
      const stranger = await insertUser(client);
      const other = await insertOrganization(client, { members: { [stranger.id]: 'owner' } });
      await endpoint({ client, orgId: other.id, ownerId: stranger.id });
      const registrationId = await buy(client, event);
      const claimed = await claim(client);
      expect(claimed).toHaveLength(1);
      const { body, url, secrets, attempt } = first(claimed);
      expect({ url, secrets, attempt }).toEqual({
        url: 'https://crm.example/hook',
        secrets: [secret],
        attempt: 1,
      });
      expect(body).toMatchObject({
        type: 'registration.confirmed',
        organizationId: orgId,
        data: {
          registrationId,
          status: 'confirmed',
          event: { eventId: event.id },
          buyer: { email: expect.stringContaining('@') },
          tickets: [{ status: 'valid', attendee: { name: expect.any(String) } }],
        },
      });
      expect(JSON.stringify(body)).not.toMatch(/secret/i);
      expect((await deliveryOf(client, first(claimed).delivery_id)).webhook_endpoint_id).toBe(id);
    }));

  test('a hold that nobody pays is nobody’s order; one that is called off is told', () =>
    withEvent(async (world) => {
      const { client, event, ownerId } = world;
      await endpoint(world, [
        'registration_confirmed',
        'registration_cancelled',
        'event_cancelled',
        'event_unpublished',
        'event_published',
      ]);
      const { registrationId } = await reserve(client, reservationRequest(event));
      await client.query(`select app_private.release_holds(array[$1]::uuid[], 'cancelled')`, [
        registrationId,
      ]);
      expect(await claim(client)).toEqual([]);
      const bought = await buy(client, event);
      await as(client, ownerId, 'select app_public.unpublish_event($1)', [event.id]);
      await as(client, ownerId, 'select app_public.publish_event($1)', [event.id]);
      await as(client, ownerId, `select app_public.cancel_event($1, 'The hall is closed.')`, [
        event.id,
      ]);
      const told: Claimed[] = [];
      for (let some = await claim(client); some.length > 0; some = await claim(client)) {
        for (const one of some) await note(client, one);
        told.push(...some);
      }
      expect(told.map(({ body }) => body.type).sort()).toEqual([
        'event.cancelled',
        'event.published',
        'event.unpublished',
        'registration.cancelled',
        'registration.confirmed',
      ]);
      const cancelled = told.find(({ body }) => body.type === 'registration.cancelled');
      expect(cancelled?.body.data).toMatchObject({ registrationId: bought, status: 'cancelled' });
    }));

  test('a guest who comes in is told, and so is what is taken back', () =>
    withEvent(async (world) => {
      const { client, event } = world;
      await endpoint(world, ['ticket_checked_in', 'ticket_check_in_undone']);
      const registrationId = await buy(client, event);
      const { rows } = await client.query<{ id: string }>(
        'select id from app_public.tickets where registration_id = $1',
        [registrationId],
      );
      const scan = {
        kind: 'scan',
        scanId: '01900000-0000-7000-8000-000000000001',
        ticketId: rows[0]?.id,
        verdict: 'accepted',
        method: 'scan',
        at: new Date(),
      };
      const record = (entries: unknown[]) =>
        client.query('select app_private.record_check_ins($1, $2)', [
          event.id,
          JSON.stringify(entries),
        ]);
      await record([scan]);
      await record([scan]);
      await record([{ kind: 'undo', scanId: scan.scanId, at: new Date() }]);
      const told = await claim(client);
      expect(told.map(({ body }) => body.type)).toEqual([
        'ticket.checked_in',
        'ticket.check_in_undone',
      ]);
      expect(first(told).body.data).toMatchObject({ ticketId: rows[0]?.id, eventId: event.id });
    }));

  test('a ticket that is given away is told with who had it and who has it, and no code', () =>
    withEvent(async (world) => {
      const { client, event } = world;
      await endpoint(world, ['ticket_transferred']);
      const registrationId = await buy(client, event);
      const { rows } = await client.query<{ id: string; attendee_name: string; codes: string[] }>(
        'select id, attendee_name, array[code] as codes from app_public.tickets where registration_id = $1',
        [registrationId],
      );
      const ticket = first(rows);
      for (let i = 0; i < 2; i++)
        await client.query(`select app_public.transfer_ticket($1, 'Ada', 'ada@example.org')`, [
          ticket.id,
        ]);
      const told = await claim(client);
      expect(told.map(({ body }) => body.type)).toEqual(['ticket.transferred']);
      expect(first(told).body.data).toMatchObject({
        transferredBy: 'organizer',
        ticketId: ticket.id,
        registrationId,
        eventId: event.id,
        attendee: { name: 'Ada', email: 'ada@example.org' },
        formerAttendee: { name: ticket.attendee_name },
      });
      const { rows: now } = await client.query(
        'select code from app_public.tickets where id = $1',
        [ticket.id],
      );
      for (const code of [...ticket.codes, now[0].code])
        expect(JSON.stringify(told)).not.toContain(code);
    }));

  test('each ticket that is cancelled, once', () =>
    withEvent(async (world) => {
      const { client, event } = world;
      await endpoint(world, ['ticket_cancelled', 'registration_cancelled']);
      const registrationId = await buy(client, event);
      const { rows } = await client.query<{ id: string; code: string }>(
        'select id, code from app_public.tickets where registration_id = $1',
        [registrationId],
      );
      for (let i = 0; i < 2; i++)
        await client.query('select app_public.cancel_tickets($1, $2)', [
          registrationId,
          rows.map(({ id }) => id),
        ]);
      const told = await claim(client);
      expect(told.map(({ body }) => body.type).toSorted()).toEqual([
        'registration.cancelled',
        ...rows.map(() => 'ticket.cancelled'),
      ]);
      const about = told.find(({ body }) => body.type === 'ticket.cancelled')?.body.data;
      expect(about).toMatchObject({
        ticketId: first(rows).id,
        registrationId,
        eventId: event.id,
        cancelledAt: expect.any(String),
      });
      expect(JSON.stringify(told)).not.toContain(first(rows).code);
    }));

  test('what is rolled back was never to be told', () =>
    withEvent(async (world) => {
      const { client, event } = world;
      await endpoint(world);
      await client.query('savepoint before');
      await buy(client, event);
      await client.query('rollback to before');
      expect(await claim(client)).toEqual([]);
    }));
});

describe('when', () => {
  test('what fails is tried ten times within some three days, under the same id, and then given up', () =>
    withEvent(async (world) => {
      const { client } = world;
      const { id } = await endpoint(world);
      await tell(client, id);
      const waits: number[] = [];
      const ids = new Set<string>();
      let outcome: string | undefined;
      for (let attempt = 1; attempt <= 10; attempt += 1) {
        const claimed = first(await claim(client));
        expect(claimed.attempt).toBe(attempt);
        ids.add(claimed.delivery_id);
        outcome = await note(client, claimed, { status: 500, failure: 'answer' });
        const { wait } = await deliveryOf(client, claimed.delivery_id);
        if (attempt === 10) break;
        waits.push(wait);
        expect(outcome).toBe('retried');
        expect(await claim(client)).toEqual([]);
        // The endpoint is not to be given up for the days that this takes.
        await client.query(
          'update app_public.webhook_endpoints set failing_since = clock_timestamp()',
        );
        await later(client, `${wait} seconds`);
      }
      expect(outcome).toBe('given_up');
      expect(ids.size).toBe(1);
      const schedule = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
      waits.forEach((wait, i) => {
        expect(wait).toBeGreaterThan((schedule[i] ?? 0) - 1);
        expect(wait).toBeLessThanOrEqual((schedule[i] ?? 0) * 1.1);
      });
      expect(waits).toHaveLength(schedule.length);
      expect(await deliveryOf(client, [...ids][0] ?? '')).toMatchObject({
        status: 'failed',
        next_attempt_at: null,
        last_http_status: 500,
        last_failure: 'answer',
      });
      await later(client, '30 days');
      expect(await claim(client)).toEqual([]);
    }));

  test('whoever asks for patience gets it, with all that is to be told there', () =>
    withEvent(async (world) => {
      const { client } = world;
      const { id } = await endpoint(world);
      await tell(client, id, 3);
      const [one, ...others] = await claim(client);
      for (const other of others) await note(client, other);
      await tell(client, id);
      await note(client, one as Claimed, { status: 429, failure: 'answer', retryAfter: 120 });
      await later(client, '119 seconds');
      expect(await claim(client)).toEqual([]);
      await later(client, '14 seconds');
      expect((await claim(client)).length).toBeGreaterThan(0);
    }));

  test('a Retry-After of a year is a day, and none makes an attempt come sooner', () =>
    withEvent(async (world) => {
      const { client } = world;
      const { id } = await endpoint(world);
      await tell(client, id);
      const claimed = first(await claim(client));
      await note(client, claimed, { status: 503, failure: 'answer', retryAfter: 999_999_999 });
      expect((await deliveryOf(client, claimed.delivery_id)).wait).toBeLessThanOrEqual(
        86_400 * 1.1,
      );
      await later(client, '2 days');
      const again = first(await claim(client));
      await note(client, again, { status: 503, failure: 'answer', retryAfter: 1 });
      expect((await deliveryOf(client, again.delivery_id)).wait).toBeGreaterThan(299);
    }));

  test('a worker that dies is followed by another when its lease is over, and a late word changes nothing', () =>
    withEvent(async (world) => {
      const { client } = world;
      const { id } = await endpoint(world);
      await tell(client, id);
      const lost = first(await claim(client));
      expect(await claim(client)).toEqual([]);
      await later(client, '31 seconds');
      const next = first(await claim(client));
      expect(next).toMatchObject({ delivery_id: lost.delivery_id, attempt: 2 });
      expect(await note(client, lost, { failure: 'timeout' })).toBe('late');
      expect(await note(client, next)).toBe('delivered');
      expect(await note(client, lost)).toBe('ended');
      expect(await note(client, lost, { status: 410, failure: 'answer' })).toBe('ended');
      expect(await endpointOf(client, id)).toMatchObject({ disabled_at: null });
    }));
});

describe('how much at a time', () => {
  test('who has something under way goes after who has not', () =>
    withEvent(async (world) => {
      const { client } = world;
      const busy = await endpoint(world);
      await tell(client, busy.id, 10);
      const [one] = await claim(client, 3);
      const calm = await endpoint(world);
      await tell(client, calm.id);
      await note(client, one as Claimed);
      const next = first(await claim(client, 1));
      expect((await deliveryOf(client, next.delivery_id)).webhook_endpoint_id).toBe(calm.id);
    }));

  test('two workers never have the same', async () => {
    const { admin, worker } = db.pools;
    const { id: orgId } = await insertOrganization(admin);
    const { rows } = await admin.query<{ id: string }>(
      `insert into app_public.webhook_endpoints (org_id, name, url, topics)
       select $1, 'CRM ' || n, 'https://crm.example', '{endpoint_tested}' from generate_series(1, 8) n returning id`,
      [orgId],
    );
    await admin.query(
      `insert into app_public.webhook_deliveries (org_id, webhook_endpoint_id, topic, subject_id)
       select $1, id, 'endpoint_tested', id from unnest($2::uuid[]) id, generate_series(1, 40)`,
      [orgId, rows.map(({ id }) => id)],
    );
    const told: string[] = [];
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (;;) {
          const { rows: claimed } = await worker.query<Claimed>(
            'select * from app_private.claim_webhooks(5, 5, 30)',
          );
          for (const { delivery_id, attempt } of claimed) {
            told.push(delivery_id);
            await worker.query('select app_private.note_webhook_attempt($1, $2, 200, null, null)', [
              delivery_id,
              attempt,
            ]);
          }
          const { rows: left } = await admin.query(
            `select from app_public.webhook_deliveries where org_id = $1 and status = 'pending' limit 1`,
            [orgId],
          );
          if (left.length === 0) return;
        }
      }),
    );
    expect(told).toHaveLength(320);
    expect(new Set(told).size).toBe(320);
    await admin.query('delete from app_public.webhook_endpoints where org_id = $1', [orgId]);
  });

  test('an endpoint has four at a time, and the oldest first; others have theirs', () =>
    withEvent(async (world) => {
      const { client } = world;
      const busy = await endpoint(world);
      const calm = await endpoint(world);
      await tell(client, busy.id, 50);
      await tell(client, calm.id);
      const claimed = await claim(client);
      const { rows } = await client.query<{ id: string }>(
        'select id from app_public.webhook_deliveries where webhook_endpoint_id = $1 order by next_attempt_at, id limit 4',
        [busy.id],
      );
      expect(claimed).toHaveLength(5);
      expect(rows).toHaveLength(4);
      expect(await claim(client)).toEqual([]);
      await note(client, first(claimed));
      expect(await claim(client)).toHaveLength(1);
    }));

  test('with one place left the one who waits for its first goes before another’s second', () =>
    withEvent(async (world) => {
      const { client } = world;
      const busy = await endpoint(world);
      const calm = await endpoint(world);
      await tell(client, busy.id, 3);
      await tell(client, calm.id);
      const endpoints = await Promise.all(
        (await claim(client, 2)).map(
          async ({ delivery_id }) => (await deliveryOf(client, delivery_id)).webhook_endpoint_id,
        ),
      );
      expect(endpoints.sort()).toEqual([busy.id, calm.id].sort());
    }));

  test('one that failed is asked one at a time, in places of its own, until something arrives', () =>
    withEvent(async (world) => {
      const { client } = world;
      const dead = await endpoint(world);
      const alive = await endpoint(world);
      await tell(client, dead.id, 5);
      for (const claimed of await claim(client))
        await note(client, claimed, { failure: 'timeout' });
      expect(await claim(client)).toEqual([]);
      await later(client, '2 seconds');
      await tell(client, alive.id);
      const [fifth, living] = await claim(client);
      expect([fifth?.is_failing, living?.is_failing].sort()).toEqual([false, true]);
      await later(client, '10 seconds');
      // No place is left for those that fail, and then none for others.
      expect(await claim(client, 100, 0)).toEqual([]);
      for (const one of [fifth, living]) await note(client, one as Claimed);
      expect((await endpointOf(client, dead.id)).failing_since).toBeNull();
      expect(await claim(client, 100, 0)).toHaveLength(4);
    }));
});

describe('until when', () => {
  test('410 means gone: the endpoint is switched off, with all that it was still to be told', () =>
    withEvent(async (world) => {
      const { client, event, ownerId } = world;
      const { id } = await endpoint(world);
      await tell(client, id, 6);
      const claimed = first(await claim(client));
      expect(await note(client, claimed, { status: 410, failure: 'answer' })).toBe('gone');
      expect(await endpointOf(client, id)).toMatchObject({ disabled_because: 'gone' });
      const told = await client.query(
        `select payload from app_private.outbox where topic = 'webhooks.endpoint_off'`,
      );
      expect(told.rows).toEqual([{ payload: { endpointId: id, userId: ownerId } }]);
      await client.query('select app_private.fail_undeliverable_webhooks(4)');
      await client.query('select app_private.fail_undeliverable_webhooks(4)');
      const states = await client.query(
        'select status, count(*)::int from app_public.webhook_deliveries where webhook_endpoint_id = $1 group by 1',
        [id],
      );
      expect(states.rows).toEqual([{ status: 'failed', count: 6 }]);
      await buy(client, event);
      await later(client, '1 day');
      expect(await claim(client)).toEqual([]);

      await as(client, ownerId, 'select app_public.switch_webhook_endpoint($1, true)', [id]);
      await as(client, ownerId, 'select app_public.redeliver_webhook($1)', [claimed.delivery_id]);
      expect(await claim(client)).toMatchObject([{ delivery_id: claimed.delivery_id, attempt: 1 }]);
    }));

  test('what was sent before an endpoint asked for patience does not end that', () =>
    withEvent(async (world) => {
      const { client } = world;
      const { id } = await endpoint(world);
      await tell(client, id, 4);
      const [refused, taken] = await claim(client);
      await note(client, refused as Claimed, { status: 429, failure: 'answer', retryAfter: 600 });
      await note(client, taken as Claimed);
      await tell(client, id);
      await later(client, '599 seconds');
      expect(await claim(client)).toEqual([]);
    }));

  test('a failure long after another is the first one again', () =>
    withEvent(async (world) => {
      const { client } = world;
      const { id } = await endpoint(world);
      await tell(client, id);
      await note(client, first(await claim(client)), { status: 502, failure: 'answer' });
      await client.query(
        `update app_public.webhook_deliveries set status = 'failed', next_attempt_at = null`,
      );
      await later(client, '60 days');
      await tell(client, id);
      expect(
        await note(client, first(await claim(client)), { status: 502, failure: 'answer' }),
      ).toBe('retried');
    }));

  test('what was to be told while it was off is not told when it is on again', () =>
    withEvent(async (world) => {
      const { client, ownerId } = world;
      const { id } = await endpoint(world);
      await as(client, ownerId, 'select app_public.switch_webhook_endpoint($1, false)', [id]);
      await tell(client, id);
      expect(await claim(client)).toEqual([]);
      await as(client, ownerId, 'select app_public.switch_webhook_endpoint($1, true)', [id]);
      expect(await claim(client)).toEqual([]);
      await tell(client, id);
      expect(await claim(client)).toHaveLength(1);
    }));

  test('one that is being removed while something happens holds up nobody', async () => {
    const { admin } = db.pools;
    const { id: orgId } = await insertOrganization(admin);
    const event = await insertEvent(admin, { orgId });
    await admin.query(
      `insert into app_public.webhook_endpoints (org_id, name, url, topics) values ($1, 'CRM', 'https://crm.example', '{registration_confirmed}')`,
      [orgId],
    );
    const removing = await admin.connect();
    await removing.query('begin');
    await removing.query('delete from app_public.webhook_endpoints where org_id = $1', [orgId]);
    const buying = await admin.connect();
    await buying.query(`set statement_timeout = '2s'`);
    await buy(buying, event);
    await buying.query('reset statement_timeout');
    buying.release();
    await removing.query('commit');
    removing.release();
  });

  test('where nothing arrived for five days nothing more is tried', () =>
    withEvent(async (world) => {
      const { client } = world;
      const { id } = await endpoint(world);
      await tell(client, id);
      for (let day = 0; day < 5; day += 1) {
        expect(await note(client, first(await claim(client)), { failure: 'connection' })).toBe(
          'retried',
        );
        await later(client, '1 day');
      }
      expect(await note(client, first(await claim(client)), { failure: 'connection' })).toBe(
        'failing',
      );
      expect(await endpointOf(client, id)).toMatchObject({
        disabled_because: 'failing',
        failing_since: null,
      });
    }));

  test('what has ended is removed after a while; what has not, stays', () =>
    withEvent(async (world) => {
      const { client } = world;
      const { id } = await endpoint(world);
      await tell(client, id, 2);
      await note(client, first(await claim(client)));
      await client.query(
        `update app_public.webhook_deliveries set created_at = created_at - interval '31 days'`,
      );
      const { rows } = await client.query(
        `select app_private.sweep_webhooks('30 days', 100) as count`,
      );
      expect(rows).toEqual([{ count: 1 }]);
    }));
});

describe('what organizers may', () => {
  const refusal = async (client: pg.PoolClient, work: () => Promise<unknown>) => {
    await client.query('savepoint attempt');
    const error = await work().then(
      () => null,
      (err: { code: string; message: string }) => err,
    );
    await client.query('rollback to attempt; reset role');
    return error?.code;
  };

  test.each([
    ['http://crm.example/hook', false],
    ['https://crm.example/hook?key=1', true],
    ['https://crm.example:8443', true],
    ['http://localhost:9000/hook', true],
    ['https://user:word@crm.example/', false],
    ['https://crm.example/#part', false],
    ['https://crm', false],
    ['https://crm.example:65536/', false],
    ['HTTPS://CRM.example/hook', true],
    ['https://[::1]/', false],
    ['javascript:alert(1)', false],
    ['https://crm.example/a b', false],
    ['', false],
  ])('%s can be an endpoint: %s', (url, isAllowed) =>
    withEvent(async ({ client, orgId, ownerId }) => {
      const code = await refusal(client, () =>
        as(
          client,
          ownerId,
          `select app_public.create_webhook_endpoint($1, 'CRM', $2, '{event_cancelled}')`,
          [orgId, url],
        ),
      );
      expect(code).toBe(isAllowed ? undefined : 'FY008');
    }),
  );

  test('an endpoint is told something, has a name, and is one of ten at most', () =>
    withEvent(async (world) => {
      const { client, orgId, ownerId } = world;
      const create = (name: string, topics: string | null) => () =>
        as(
          client,
          ownerId,
          `select app_public.create_webhook_endpoint($1, $2, 'https://crm.example', $3)`,
          [orgId, name, topics],
        );
      expect(await refusal(client, create('CRM', '{}'))).toBe('FY008');
      expect(await refusal(client, create('CRM', null))).toBe('FY008');
      expect(await refusal(client, create(' ', '{event_cancelled}'))).toBe('FY008');
      for (let i = 0; i < 10; i += 1) await endpoint(world);
      expect(await refusal(client, create('One more', '{event_cancelled}'))).toBe('FY004');
    }));

  test('staff see none of it, and others nothing', () =>
    withEvent(async (world) => {
      const { client, orgId } = world;
      const { id } = await endpoint(world);
      const staff = await insertUser(client);
      const stranger = await insertUser(client);
      await client.query(
        `insert into app_public.org_members (org_id, user_id, role) values ($1, $2, 'staff')`,
        [orgId, staff.id],
      );
      const calls = [
        `app_public.save_webhook_endpoint('${id}', 'Mine', 'https://crm.example', '{event_cancelled}')`,
        `app_public.switch_webhook_endpoint('${id}', false)`,
        `app_public.exchange_webhook_secret('${id}')`,
        `app_public.test_webhook_endpoint('${id}')`,
        `app_public.create_webhook_endpoint('${orgId}', 'Mine', 'https://crm.example', '{event_cancelled}')`,
      ];
      for (const call of calls) {
        expect(await refusal(client, () => as(client, staff.id, `select ${call}`))).toBe('FY007');
        expect(await refusal(client, () => as(client, stranger.id, `select ${call}`))).toBe(
          'FY006',
        );
      }
      for (const { id: userId } of [staff, stranger])
        expect(await as(client, userId, 'select * from app_public.webhook_endpoints')).toEqual([]);
    }));

  test('an endpoint that moves has failed nowhere yet', () =>
    withEvent(async (world) => {
      const { client, ownerId } = world;
      const { id } = await endpoint(world);
      await tell(client, id);
      await note(client, first(await claim(client)), {
        status: 429,
        failure: 'answer',
        retryAfter: 600,
      });
      const save = (url: string) =>
        as(
          client,
          ownerId,
          `select app_public.save_webhook_endpoint($1, 'CRM', $2, '{event_cancelled}')`,
          [id, url],
        );
      await save('https://crm.example/hook');
      expect((await endpointOf(client, id)).failing_since).not.toBeNull();
      await save('https://crm.example/another');
      expect(await endpointOf(client, id)).toMatchObject({
        failing_since: null,
        paused_until: null,
      });
    }));

  test('a new secret signs beside the old one for a day', () =>
    withEvent(async (world) => {
      const { client, ownerId } = world;
      const { id, secret } = await endpoint(world);
      const [made] = await as<{ secret: string }>(
        client,
        ownerId,
        'select (app_public.exchange_webhook_secret($1)).secret',
        [id],
      );
      await tell(client, id, 2);
      const [one] = await claim(client, 1);
      expect(one?.secrets).toEqual([made?.secret, secret]);
      await client.query(
        `update app_private.webhook_secrets set ends_at = ends_at - interval '25 hours'`,
      );
      expect((await claim(client, 1))[0]?.secrets).toEqual([made?.secret]);
    }));

  test('an endpoint is removed with all that it was told', () =>
    withEvent(async (world) => {
      const { client, ownerId } = world;
      const { id } = await endpoint(world);
      await tell(client, id, 2);
      await as(client, ownerId, 'delete from app_public.webhook_endpoints where id = $1', [id]);
      expect(await endpointOf(client, id)).toBeUndefined();
      expect(await claim(client)).toEqual([]);
    }));
});

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
  saveAttendees,
  type TestDatabase,
} from '@foyer/testing';
import type pg from 'pg';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const become = (client: pg.PoolClient, userId: string | null) =>
  client.query(`select set_config('role', $1, true), set_config('foyer.user_id', $2, true)`, [
    userId ? 'foyer_user' : 'foyer_anonymous',
    userId ?? '',
  ]);
const beAdmin = (client: pg.PoolClient) => client.query('reset role');

/** With what error an event is refused. */
async function refusal(
  client: pg.PoolClient,
  options: Parameters<typeof insertEvent>[1],
): Promise<string | undefined> {
  await client.query('savepoint event');
  try {
    await insertEvent(client, options);
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  } finally {
    await client.query('rollback to event');
  }
}

const withOwner = (work: (client: pg.PoolClient, orgId: string, userId: string) => Promise<void>) =>
  inRollback(db.pools.admin, async (client) => {
    const owner = await insertUser(client);
    const { id } = await insertOrganization(client, { members: { [owner.id]: 'owner' } });
    await work(client, id, owner.id);
  });

test('the founder of an organization owns it, with a look of its own', () =>
  inRollback(db.pools.admin, async (client) => {
    const user = await insertUser(client);
    await become(client, user.id);
    const { rows } = await client.query(
      `select * from app_public.create_organization('Club', 'the-club')`,
    );
    expect(rows[0]).toMatchObject({ name: 'Club', slug: 'the-club' });
    const { rows: members } = await client.query(
      'select user_id, role from app_public.org_members',
    );
    expect(members).toEqual([{ user_id: user.id, role: 'owner' }]);
    expect(
      (
        await client.query('select colors from app_public.org_branding where org_id = $1', [
          rows[0].id,
        ])
      ).rowCount,
    ).toBe(1);
  }));

test('an unverified address cannot found an organization, nor can nobody', () =>
  inRollback(db.pools.admin, async (client) => {
    const user = await insertUser(client, { isVerified: false });
    await become(client, user.id);
    await client.query('savepoint s');
    await expect(
      client.query(`select app_public.create_organization('Club', 'the-club')`),
    ).rejects.toMatchObject({ code: 'FY016' });
    await client.query('rollback to s');
    await become(client, null);
    await expect(
      client.query(`select app_public.create_organization('Club', 'the-club')`),
    ).rejects.toMatchObject({ code: '42501' });
  }));

test.each([
  ['taken', 'the-club', 'FY017'],
  ['malformed', 'The Club!', 'FY008'],
])('an address that is %s is refused', (_what, slug, code) =>
  withOwner(async (client, _orgId, userId) => {
    await insertOrganization(client, { slug: 'the-club' });
    await become(client, userId);
    await expect(
      client.query(`select app_public.create_organization('Club', $1)`, [slug]),
    ).rejects.toMatchObject({ code });
  }),
);

test('an event is published only when something can be bought', () =>
  withOwner(async (client, orgId, userId) => {
    const empty = await insertEvent(client, { orgId, status: 'draft', ticketTypes: [] });
    const ready = await insertEvent(client, { orgId, status: 'draft' });
    await become(client, userId);
    await client.query('savepoint s');
    await expect(
      client.query('select app_public.publish_event($1)', [empty.id]),
    ).rejects.toMatchObject({ code: 'FY008' });
    await client.query('rollback to s');
    const { rows } = await client.query('select status from app_public.publish_event($1)', [
      ready.id,
    ]);
    expect(rows).toEqual([{ status: 'published' }]);
  }));

test('every time zone that is offered is taken, and what only PostgreSQL knows is not', () =>
  withOwner(async (client, orgId) => {
    const { rows } = await client.query<{ zone: string }>(
      // Which of them there are, the browser's list and that of PostgreSQL may disagree by age.
      `select zone from unnest($1::text[]) as zone
       where not case when zone in (select name from pg_timezone_names) then app_hidden.is_time_zone(zone) else true end`,
      [Intl.supportedValuesOf('timeZone')],
    );
    expect(rows).toEqual([]);
    for (const timezone of [
      'CEST',
      'UTC+3',
      'posix/Europe/Berlin',
      'Etc/GMT+13',
      'Berlin5',
      'Europe/Atlantis',
    ])
      expect(await refusal(client, { orgId, timezone })).toMatch(/^(23514|22023)$/);
    for (const timezone of ['UTC', 'Etc/GMT-14', 'America/Argentina/Buenos_Aires'])
      await insertEvent(client, { orgId, timezone });
  }));

test('times that nobody can be told, and a door that closes before it opens, are refused', () =>
  withOwner(async (client, orgId) => {
    const far = new Date(Date.UTC(12_026, 4, 1));
    expect(
      await refusal(client, { orgId, startsAt: far, endsAt: new Date(far.getTime() + 3_600_000) }),
    ).toBe('23514');
    const event = await insertEvent(client, { orgId });
    for (const change of [
      `check_in_opens_at = 'infinity'`,
      `check_in_closes_at = starts_at - interval '1 day'`,
      `check_in_opens_at = ends_at + interval '1 day'`,
    ]) {
      await client.query('savepoint s');
      await expect(
        client.query(`update app_public.events set ${change} where id = $1`, [event.id]),
      ).rejects.toMatchObject({ code: '23514' });
      await client.query('rollback to s');
    }
  }));

test('an event lies where its tickets can tell when they admit, and beyond can only be called off', () =>
  withOwner(async (client, orgId) => {
    const at = (time: string) => new Date(`${time}:00Z`);
    const day = (startsAt: string, endsAt: string) => ({
      orgId,
      startsAt: at(startsAt),
      endsAt: at(endsAt),
    });
    expect(await refusal(client, day('2206-05-01T19:00', '2206-05-01T22:00'))).toBe('23514');
    expect(await refusal(client, day('1970-01-01T05:59', '1970-01-01T08:00'))).toBe('23514');
    expect(await refusal(client, day('2105-12-31T17:00', '2105-12-31T18:01'))).toBe('23514');
    await insertEvent(client, day('1970-01-01T06:00', '1970-01-01T08:00'));
    const { id } = await insertEvent(client, day('2105-12-31T17:00', '2105-12-31T18:00'));
    const later = `check_in_closes_at = '2106-01-02'`;
    await client.query('savepoint s');
    await expect(
      client.query(`update app_public.events set ${later} where id = $1`, [id]),
    ).rejects.toMatchObject({ code: '23514', constraint: 'events_fit_on_a_ticket' });
    await client.query('rollback to s');
    await client.query(
      `update app_public.events set status = 'cancelled', cancelled_at = now(), ${later} where id = $1`,
      [id],
    );
  }));

test('the status of an event cannot be written directly', () =>
  withOwner(async (client, orgId, userId) => {
    const event = await insertEvent(client, { orgId, status: 'draft' });
    await become(client, userId);
    await expect(
      client.query(`update app_public.events set status = 'published' where id = $1`, [event.id]),
    ).rejects.toMatchObject({ code: '42501' });
  }));

test.each([
  ['a stranger', null, 'FY006'],
  ['staff', 'staff' as const, 'FY007'],
])('%s cannot publish', (_who, role, code) =>
  inRollback(db.pools.admin, async (client) => {
    const user = await insertUser(client);
    const { id: orgId } = await insertOrganization(client, {
      members: role ? { [user.id]: role } : {},
    });
    const event = await insertEvent(client, { orgId, status: 'draft' });
    await become(client, user.id);
    await expect(
      client.query('select app_public.publish_event($1)', [event.id]),
    ).rejects.toMatchObject({ code });
  }),
);

const save = (client: pg.PoolClient, eventId: string, quotas: unknown[], types: unknown[]) =>
  client.query(
    `select app_public.save_event_tickets($1,
       array(select jsonb_populate_record(null::app_public.quota_input, q) from jsonb_array_elements($2::jsonb) q),
       array(select jsonb_populate_record(null::app_public.ticket_type_input, t) from jsonb_array_elements($3::jsonb) t))`,
    [eventId, JSON.stringify(quotas), JSON.stringify(types)],
  );

test('an owner makes private links with tokens of their own, others make none', () =>
  withOwner(async (client, orgId, userId) => {
    const event = await insertEvent(client, { orgId });
    const stranger = await insertUser(client);
    const link = () =>
      client.query<{ token: string }>(
        `insert into app_public.event_links (org_id, event_id, label) values ($1, $2, 'Press') returning token`,
        [orgId, event.id],
      );
    await become(client, userId);
    const tokens = [await link(), await link()].map(({ rows }) => rows[0]?.token);
    expect(tokens).toEqual([expect.stringMatching(/^[0-9a-z]{16}$/), expect.any(String)]);
    expect(new Set(tokens).size).toBe(2);
    await become(client, stranger.id);
    await expect(link()).rejects.toMatchObject({ code: '42501' });
  }));

test('ticket types and quotas are saved as a whole, and again with changes', () =>
  withOwner(async (client, orgId, userId) => {
    const event = await insertEvent(client, { orgId, quotas: {}, ticketTypes: [] });
    const [hall, a, b] = [randomUUID(), randomUUID(), randomUUID()];
    await become(client, userId);
    await save(
      client,
      event.id,
      [{ id: hall, name: 'Hall', kind: 'event', capacity: 100 }],
      [
        { id: a, name: 'A', price_minor: 1000, quota_ids: [hall] },
        { id: b, name: 'B', quota_ids: [hall] },
      ],
    );
    await save(
      client,
      event.id,
      [{ id: hall, name: 'Great hall', kind: 'event', capacity: 200 }],
      [{ id: b, name: 'B', price_minor: 500, quota_ids: [hall] }],
    );
    const { rows } = await client.query(
      'select id, price_minor from app_public.ticket_types where event_id = $1',
      [event.id],
    );
    expect(rows).toEqual([{ id: b, price_minor: 500 }]);
    const quotas = await client.query(
      'select name, capacity from app_public.quotas where event_id = $1',
      [event.id],
    );
    expect(quotas.rows).toEqual([{ name: 'Great hall', capacity: 200 }]);
  }));

test('a quota cannot shrink below what is sold and held, and a type that was ordered stays', () =>
  withOwner(async (client, orgId, userId) => {
    const event = await insertEvent(client, { orgId, quotas: { event: 10 } });
    await reserve(client, reservationRequest(event, { quantity: 3 }));
    const quota = { id: event.quotas.event, name: 'event', kind: 'event', capacity: 2 };
    const type = {
      id: event.ticketTypes.Standard,
      name: 'Standard',
      quota_ids: [event.quotas.event],
    };
    await become(client, userId);
    await client.query('savepoint s');
    await expect(save(client, event.id, [quota], [type])).rejects.toMatchObject({ code: 'FY019' });
    await client.query('rollback to s');
    await expect(save(client, event.id, [{ ...quota, capacity: 3 }], [])).rejects.toMatchObject({
      code: 'FY010',
    });
    await client.query('rollback to s');
    await expect(
      save(client, event.id, [{ ...quota, capacity: 3 }], [{ ...type, quota_ids: [] }]),
    ).rejects.toMatchObject({ code: 'FY010' });
  }));

test("another event's quota or ticket type cannot be taken over by its id", () =>
  withOwner(async (client, orgId, userId) => {
    const mine = await insertEvent(client, { orgId });
    const theirs = await insertEvent(client, { orgId: (await insertOrganization(client)).id });
    await become(client, userId);
    await expect(
      save(client, mine.id, [{ id: theirs.quotas.event, name: 'x', capacity: 1 }], []),
    ).rejects.toMatchObject({ code: 'FY006' });
  }));

test('calling an event off voids tickets, returns money and holds, and tells everybody', () =>
  withOwner(async (client, orgId, userId) => {
    const event = await insertEvent(client, { orgId, ticketTypes: [{ priceMinor: 900 }] });
    const bought = await reserve(client, reservationRequest(event, { quantity: 2 }));
    await saveAttendees(client, bought.registrationId);
    await client.query(`select app_private.begin_payment($1, null, $1, 'stripe')`, [
      bought.registrationId,
    ]);
    await client.query(
      `select app_private.record_payment_event('stripe', 'evt_x', 't', (
         select jsonb_build_object('paymentId', id, 'providerPaymentId', 'pi_x', 'status', 'succeeded', 'amountMinor', 1800, 'currency', 'EUR')
         from app_public.payments where registration_id = $1), null, '{}')`,
      [bought.registrationId],
    );
    await reserve(client, reservationRequest(event));
    await become(client, userId);
    await client.query(`select app_public.cancel_event($1, 'The hall burnt down.')`, [event.id]);
    await beAdmin(client);
    const one = async (sql: string) => (await client.query(sql, [event.id])).rows;
    expect(
      await one('select distinct status from app_public.registrations where event_id = $1'),
    ).toEqual([{ status: 'cancelled' }]);
    expect(await one('select distinct status from app_public.tickets where event_id = $1')).toEqual(
      [{ status: 'cancelled' }],
    );
    expect(
      await one('select held_count, sold_count from app_public.quotas where event_id = $1'),
    ).toEqual([{ held_count: 0, sold_count: 0 }]);
    expect(
      await one(
        `select f.amount_minor, f.reason from app_public.refunds f join app_public.payments p on p.id = f.payment_id where p.event_id = $1`,
      ),
    ).toEqual([{ amount_minor: 1800, reason: 'event_cancelled' }]);
    expect(
      (await client.query(`select topic from app_private.outbox where topic = 'event.cancelled'`))
        .rowCount,
    ).toBe(1);
  }));

test('a buyer gives held tickets back, once', () =>
  withOwner(async (client, orgId) => {
    const event = await insertEvent(client, { orgId });
    const { registrationId } = await reserve(client, reservationRequest(event, { quantity: 4 }));
    await become(client, null);
    await client.query(`select set_config('foyer.registration_id', $1, true)`, [registrationId]);
    await client.query('select app_public.release_registration($1)', [registrationId]);
    await client.query('savepoint s');
    await expect(
      client.query('select app_public.release_registration($1)', [registrationId]),
    ).rejects.toMatchObject({ code: 'FY010' });
    await client.query('rollback to s');
    await beAdmin(client);
    const { rows } = await client.query(
      'select held_count from app_public.quotas where event_id = $1',
      [event.id],
    );
    expect(rows).toEqual([{ held_count: 0 }]);
  }));

test('a free registration is confirmed by its holder, and asked twice answers the same', () =>
  withOwner(async (client, orgId) => {
    const event = await insertEvent(client, { orgId });
    const { registrationId } = await reserve(client, reservationRequest(event, { quantity: 2 }));
    await become(client, null);
    await client.query(`select set_config('foyer.registration_id', $1, true)`, [registrationId]);
    await client.query(
      `select app_public.save_attendees($1, 'Lin 林', 'Lin@Example.org', array(
         select jsonb_populate_record(null::app_public.attendee_input, jsonb_build_object('ticket_type_id', $2::text, 'name', n))
         from unnest(array['林 小明', 'Σωκράτης']) n))`,
      [registrationId, event.ticketTypes.Standard],
    );
    for (const _again of [1, 2]) {
      const { rows } = await client.query(
        'select status, buyer_email from app_public.confirm_free_registration($1)',
        [registrationId],
      );
      expect(rows).toEqual([{ status: 'confirmed', buyer_email: 'lin@example.org' }]);
    }
    const { rows } = await client.query(
      'select attendee_name from app_public.tickets order by attendee_name collate "C" desc',
    );
    expect(rows.map((r) => r.attendee_name)).toEqual(['林 小明', 'Σωκράτης']);
  }));

test.each([
  ['too few attendees', 1, 'a@example.org', 'FY018'],
  ['too many attendees', 3, 'a@example.org', 'FY018'],
  ['a malformed address', 2, 'not an address', 'FY008'],
  ['two addresses', 2, 'a@example.org,b@example.org', 'FY008'],
  ['an address in brackets', 2, '<a@example.org>', 'FY008'],
])('%s are refused and nothing is saved', (_what, count, email, code) =>
  withOwner(async (client, orgId) => {
    const event = await insertEvent(client, { orgId });
    const { registrationId } = await reserve(client, reservationRequest(event, { quantity: 2 }));
    await become(client, null);
    await client.query(`select set_config('foyer.registration_id', $1, true)`, [registrationId]);
    await expect(
      client.query(
        `select app_public.save_attendees($1, 'Lin', $4, array(
           select jsonb_populate_record(null::app_public.attendee_input, jsonb_build_object('ticket_type_id', $2::text, 'name', n))
           from generate_series(1, $3::int) n))`,
        [registrationId, event.ticketTypes.Standard, count, email],
      ),
    ).rejects.toMatchObject({ code });
  }),
);

test("a guest's later account with the same verified address finds the registration", () =>
  withOwner(async (client, orgId) => {
    const user = await insertUser(client, { email: 'grace@example.org' });
    const event = await insertEvent(client, { orgId });
    const { registrationId } = await reserve(client, reservationRequest(event));
    await confirm(client, registrationId, { email: 'grace@example.org' });
    await become(client, user.id);
    const { rows } = await client.query('select id from app_public.registrations');
    expect(rows).toEqual([{ id: registrationId }]);
  }));

test('the currency of an event changes with its ticket types, and not after the first order', () =>
  withOwner(async (client, orgId, userId) => {
    const event = await insertEvent(client, { orgId, ticketTypes: [{ priceMinor: 500 }] });
    await become(client, userId);
    const change = (currency: string) =>
      client.query('update app_public.events set currency = $2 where id = $1', [
        event.id,
        currency,
      ]);
    await change('SEK');
    const { rows } = await client.query(
      'select currency from app_public.ticket_types where event_id = $1',
      [event.id],
    );
    expect(rows).toEqual([{ currency: 'SEK' }]);
    await beAdmin(client);
    await reserve(client, reservationRequest(event));
    await become(client, userId);
    await expect(change('EUR')).rejects.toMatchObject({ code: 'FY010' });
  }));

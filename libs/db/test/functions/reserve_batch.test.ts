import { randomUUID } from 'node:crypto';
import {
  createTestDatabase,
  inRollback,
  insertEvent,
  insertOrganization,
  insertUser,
  reservationRequest,
  reserve,
  reserveBatch,
  type TestDatabase,
} from '@foyer/testing';
import type pg from 'pg';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const withOrg = (work: (client: pg.PoolClient, orgId: string) => Promise<void>) =>
  inRollback(db.pools.admin, async (client) => {
    const { id } = await insertOrganization(client);
    await work(client, id);
  });

const counts = async (client: pg.PoolClient, eventId: string) =>
  (
    await client.query(
      'select name, held_count as held, sold_count as sold from app_public.quotas where event_id = $1 order by name',
      [eventId],
    )
  ).rows;

test('it refuses the eleventh of ten', () =>
  withOrg(async (client, orgId) => {
    const event = await insertEvent(client, { orgId, quotas: { event: 10 } });
    const answers = await reserveBatch(
      client,
      Array.from({ length: 11 }, () => reservationRequest(event)),
    );
    expect(answers.map((a) => a.outcome)).toEqual([...Array(10).fill('held'), 'refused']);
    expect(answers[10]).toMatchObject({ sqlState: 'FY002' });
    expect(await counts(client, event.id)).toEqual([{ name: 'event', held: 10, sold: 0 }]);
  }));

test('it says sold out only when nothing can come back', () =>
  withOrg(async (client, orgId) => {
    const event = await insertEvent(client, { orgId, quotas: { event: 2 } });
    await client.query('update app_public.quotas set sold_count = 2 where event_id = $1', [
      event.id,
    ]);
    const [answer] = await reserveBatch(client, [reservationRequest(event)]);
    expect(answer).toMatchObject({ outcome: 'refused', sqlState: 'FY001' });
  }));

test('it admits in the order of arrival and lets a smaller order have what a larger one cannot', () =>
  withOrg(async (client, orgId) => {
    const event = await insertEvent(client, { orgId, quotas: { event: 5 } });
    const answers = await reserveBatch(client, [
      reservationRequest(event, { quantity: 4 }),
      reservationRequest(event, { quantity: 2 }),
      reservationRequest(event, { quantity: 1 }),
    ]);
    expect(answers.map((a) => a.outcome)).toEqual(['held', 'refused', 'held']);
    expect(await counts(client, event.id)).toEqual([{ name: 'event', held: 5, sold: 0 }]);
  }));

test('a type that draws from several quotas takes one of each, and a refused order takes none', () =>
  withOrg(async (client, orgId) => {
    const event = await insertEvent(client, {
      orgId,
      quotas: { event: 10, balcony: 1 },
      ticketTypes: [
        { name: 'Floor', quotas: ['event'] },
        { name: 'Balcony', quotas: ['event', 'balcony'] },
      ],
    });
    const lines = [
      { ticketTypeId: event.ticketTypes.Floor as string, quantity: 2 },
      { ticketTypeId: event.ticketTypes.Balcony as string, quantity: 2 },
    ];
    const [refused, held] = await reserveBatch(client, [
      reservationRequest(event, { lines }),
      reservationRequest(event, { type: 'Balcony' }),
    ]);
    expect(refused).toMatchObject({ outcome: 'refused', sqlState: 'FY001' });
    expect(held).toMatchObject({ outcome: 'held' });
    expect(await counts(client, event.id)).toEqual([
      { name: 'balcony', held: 1, sold: 0 },
      { name: 'event', held: 1, sold: 0 },
    ]);
  }));

test('a type without a quota is sold without limit', () =>
  withOrg(async (client, orgId) => {
    const event = await insertEvent(client, { orgId, quotas: {}, ticketTypes: [{ quotas: [] }] });
    expect(await reserve(client, reservationRequest(event, { quantity: 10 }))).toMatchObject({
      outcome: 'held',
    });
  }));

test('the same key gets the same answer and holds nothing twice', () =>
  withOrg(async (client, orgId) => {
    const event = await insertEvent(client, { orgId });
    const request = reservationRequest(event, { quantity: 3 });
    const again = { ...request, registrationId: randomUUID() };
    const first = await reserve(client, request);
    const [second, third] = await reserveBatch(client, [again, again]);
    expect(second).toEqual({ ...first, isReplay: true });
    expect(third).toEqual(second);
    expect(await counts(client, event.id)).toEqual([{ name: 'event', held: 3, sold: 0 }]);
  }));

test('the same key twice in one batch holds once', () =>
  withOrg(async (client, orgId) => {
    const event = await insertEvent(client, { orgId });
    const request = reservationRequest(event, { quantity: 2 });
    const [first, second] = await reserveBatch(client, [
      request,
      { ...request, registrationId: randomUUID() },
    ]);
    expect(first).toMatchObject({ outcome: 'held', isReplay: false });
    expect(second).toMatchObject({
      outcome: 'held',
      isReplay: true,
      registrationId: request.registrationId,
    });
    expect(await counts(client, event.id)).toEqual([{ name: 'event', held: 2, sold: 0 }]);
  }));

test('the same key with another order is refused and changes nothing', () =>
  withOrg(async (client, orgId) => {
    const event = await insertEvent(client, { orgId });
    const request = reservationRequest(event);
    await reserve(client, request);
    const [answer] = await reserveBatch(client, [
      { ...request, lines: [{ ...request.lines[0], quantity: 2 } as never] },
    ]);
    expect(answer).toMatchObject({ outcome: 'refused', sqlState: 'FY005' });
    expect(await counts(client, event.id)).toEqual([{ name: 'event', held: 1, sold: 0 }]);
  }));

test.each([
  ['a quantity below the minimum', { minPerOrder: 2 }, {}, 'FY004'],
  ['a quantity above the maximum of the type', { maxPerOrder: 2 }, { quantity: 3 }, 'FY004'],
  ['a type that is not on sale yet', { saleStartsAt: new Date(Date.now() + 1e6) }, {}, 'FY003'],
  ['a type whose sale is over', { saleEndsAt: new Date(Date.now() - 1e6) }, {}, 'FY003'],
  ['a type that is switched off', { isActive: false }, {}, 'FY003'],
  ['a hidden type without its link', { isHidden: true }, {}, 'FY006'],
  ['a quantity of zero', {}, { quantity: 0 }, 'FY008'],
  ['a negative quantity', {}, { quantity: -5 }, 'FY008'],
  ['an unknown ticket type', {}, { type: randomUUID() }, 'FY006'],
  ['an unknown event', {}, { eventId: randomUUID() }, 'FY006'],
])('it refuses %s', (_what, type, overrides, sqlState) =>
  withOrg(async (client, orgId) => {
    const event = await insertEvent(client, { orgId, ticketTypes: [type] });
    const [answer] = await reserveBatch(client, [reservationRequest(event, overrides)]);
    expect(answer).toMatchObject({ outcome: 'refused', sqlState });
    expect(await counts(client, event.id)).toEqual([{ name: 'event', held: 0, sold: 0 }]);
  }),
);

test('a ticket type of another event is refused as not there', () =>
  withOrg(async (client, orgId) => {
    const event = await insertEvent(client, { orgId });
    const other = await insertEvent(client, { orgId: (await insertOrganization(client)).id });
    const [answer] = await reserveBatch(client, [
      reservationRequest(event, { type: other.ticketTypes.Standard as string }),
    ]);
    expect(answer).toMatchObject({ outcome: 'refused', sqlState: 'FY006' });
  }));

test.each([
  ['draft', { status: 'draft' as const }, 'FY006'],
  ['past', { startsAt: new Date(Date.now() - 9e7), endsAt: new Date(Date.now() - 8e7) }, 'FY003'],
  ['unlisted without its link', { visibility: 'unlisted' as const }, 'FY006'],
])('an event that is %s sells nothing', (_what, overrides, sqlState) =>
  withOrg(async (client, orgId) => {
    const event = await insertEvent(client, { orgId, ...overrides });
    const [answer] = await reserveBatch(client, [reservationRequest(event)]);
    expect(answer).toMatchObject({ outcome: 'refused', sqlState });
  }),
);

test('a private link opens an unlisted event, and hidden types only where it unlocks them', () =>
  withOrg(async (client, orgId) => {
    const event = await insertEvent(client, {
      orgId,
      visibility: 'unlisted',
      ticketTypes: [{ name: 'Guest' }, { name: 'Crew', isHidden: true }],
    });
    const link = async (unlocks: boolean) =>
      (
        await client.query<{ token: string }>(
          'insert into app_public.event_links (org_id, event_id, unlocks_hidden) values ($1, $2, $3) returning token',
          [orgId, event.id, unlocks],
        )
      ).rows[0]?.token ?? '';
    const plain = await link(false);
    const unlocking = await link(true);
    const answers = await reserveBatch(client, [
      reservationRequest(event, { type: 'Guest', eventLink: plain }),
      reservationRequest(event, { type: 'Crew', eventLink: plain }),
      reservationRequest(event, { type: 'Crew', eventLink: unlocking }),
    ]);
    expect(answers.map((a) => a.outcome)).toEqual(['held', 'refused', 'held']);
  }));

test('a person may not pass the limit by several orders, even in one batch', () =>
  withOrg(async (client, orgId) => {
    const user = await insertUser(client);
    const event = await insertEvent(client, { orgId, maxPerPerson: 3 });
    const mine = { userId: user.id, quantity: 2 };
    const answers = await reserveBatch(client, [
      reservationRequest(event, mine),
      reservationRequest(event, mine),
      reservationRequest(event, { ...mine, quantity: 1 }),
      reservationRequest(event, { quantity: 5 }),
    ]);
    expect(answers.map((a) => a.outcome)).toEqual(['held', 'refused', 'held', 'held']);
    expect(answers[1]).toMatchObject({ sqlState: 'FY004' });
    expect(await counts(client, event.id)).toEqual([{ name: 'event', held: 8, sold: 0 }]);
  }));

test('an overdue hold goes back on demand, once, before anybody is refused because of it', () =>
  withOrg(async (client, orgId) => {
    const event = await insertEvent(client, { orgId, quotas: { event: 1 } });
    const first = await reserve(client, reservationRequest(event));
    await client.query(
      `update app_public.registrations set expires_at = clock_timestamp() - interval '1 second' where id = $1`,
      [first.registrationId],
    );
    await reserve(client, reservationRequest(event));
    await client.query('select app_private.expire_holds()');
    expect(await counts(client, event.id)).toEqual([{ name: 'event', held: 1, sold: 0 }]);
    const { rows } = await client.query(
      'select status from app_public.registrations where id = $1',
      [first.registrationId],
    );
    expect(rows[0].status).toBe('expired');
  }));

test('the price and the currency come from the database', () =>
  withOrg(async (client, orgId) => {
    const event = await insertEvent(client, {
      orgId,
      currency: 'JPY',
      ticketTypes: [{ priceMinor: 4500 }],
    });
    expect(await reserve(client, reservationRequest(event, { quantity: 3 }))).toMatchObject({
      totalMinor: 13_500,
      currency: 'JPY',
    });
  }));

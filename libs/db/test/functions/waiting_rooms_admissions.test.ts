import { randomUUID } from 'node:crypto';
import {
  createTestDatabase,
  insertEvent,
  insertOrganization,
  reservationRequest,
  reserve,
  reserveBatch,
  type TestDatabase,
  type TestEvent,
} from '@foyer/testing';
import type pg from 'pg';
import {
  after,
  call,
  claim,
  type EventOptions,
  type EventWork,
  join,
  openRoom,
  visitor,
  withEventIn,
} from './waiting_rooms.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const withEvent = (work: EventWork, options?: EventOptions) => withEventIn(db, work, options);

const admitted = async (client: pg.PoolClient, event: TestEvent): Promise<string> => {
  const [joined] = await join(client, [visitor(event)]);
  await after(client, event, 2);
  const { admission } = await claim(client, event, joined?.place);
  if (!admission) throw new Error('not admitted');
  return admission;
};

test('people are admitted at the pace of the room, in order, and never more than there are', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event);
    const joined = await join(
      client,
      Array.from({ length: 5 }, () => visitor(event)),
    );
    expect(await claim(client, event, joined[0]?.place)).toMatchObject({ outcome: 'waiting' });
    expect(await after(client, event, 2.1)).toMatchObject([{ admittedThrough: 2 }]);
    // A tenth of a second was left over and counts towards the next.
    expect(await call(client, 'app_private.advance_waiting_rooms()')).toMatchObject([
      { admittedThrough: 2 },
    ]);
    expect(await claim(client, event, joined[1]?.place)).toMatchObject({ outcome: 'admitted' });
    expect(await claim(client, event, joined[2]?.place)).toMatchObject({ outcome: 'waiting' });
    // After a long pause: five seconds' worth at most, and no further than the line reaches.
    expect(await after(client, event, 3600)).toMatchObject([{ admittedThrough: 5 }]);
  }));

test('a room that admits one person every half minute does so', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event, { admit_per_minute: 2 });
    await join(client, [visitor(event), visitor(event), visitor(event)]);
    expect(await after(client, event, 20)).toMatchObject([{ admittedThrough: 0 }]);
    expect(await after(client, event, 31)).toMatchObject([{ admittedThrough: 1 }]);
    expect(await after(client, event, 3600)).toMatchObject([{ admittedThrough: 2 }]);
  }));

test('hidden tickets are sold past the line while nothing public is on sale, to who has their link', () =>
  withEvent(
    async (client, event) => {
      await openRoom(client, event);
      const { rows } = await client.query<{ token: string }>(
        'insert into app_public.event_links (org_id, event_id, unlocks_hidden) values ($1, $2, true) returning token',
        [event.orgId, event.id],
      );
      const eventLink = rows[0]?.token ?? '';
      const order = (type: string, link: string | null = eventLink) =>
        reservationRequest(event, { type, eventLink: link });
      const both = order('Crew');
      both.lines.push(...order('Guest').lines);
      const codes = async (...requests: (typeof both)[]) =>
        (await reserveBatch(client, requests)).map((answer) =>
          answer.outcome === 'refused' ? answer.sqlState : answer.outcome,
        );
      expect(await codes(order('Crew'), order('Crew', null))).toEqual(['FY024', 'FY024']);

      await client.query(
        `update app_public.ticket_types set sale_starts_at = now() + interval '1 day' where event_id = $1 and name = 'Guest'`,
        [event.id],
      );
      expect(await codes(order('Crew'), order('Guest'), both, order('Crew', null))).toEqual([
        'held',
        'FY024',
        'FY024',
        'FY024',
      ]);
    },
    { ticketTypes: [{ name: 'Guest' }, { name: 'Crew', isHidden: true }] },
  ));

test('an open room asks for an admission, and one admission is good for one order', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event);
    expect(await reserveBatch(client, [reservationRequest(event)])).toMatchObject([
      { outcome: 'refused', sqlState: 'FY024' },
    ]);
    const admission = await admitted(client, event);
    const request = reservationRequest(event, { admission });
    const held = await reserve(client, request);
    // The same order again is answered, as always; another one is not had with the same place.
    expect(await reserve(client, request)).toMatchObject({ isReplay: true });
    expect(await reserveBatch(client, [reservationRequest(event, { admission })])).toMatchObject([
      { outcome: 'refused', sqlState: 'FY025' },
    ]);
    // Given up, the place is good for another try.
    await call(client, 'app_private.release_holds($1, $2)', [held.registrationId], 'cancelled');
    await reserve(client, reservationRequest(event, { admission }));
  }));

test('two orders in one batch do not share an admission', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event);
    const admission = await admitted(client, event);
    const answers = await reserveBatch(client, [
      reservationRequest(event, { admission }),
      reservationRequest(event, { admission }),
    ]);
    expect(answers).toMatchObject([{ outcome: 'held' }, { sqlState: 'FY025' }]);
  }));

test('a refused order leaves its admission usable', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event);
    const admission = await admitted(client, event);
    const answers = await reserveBatch(client, [
      reservationRequest(event, { admission, quantity: 1000 }),
      reservationRequest(event, { admission }),
    ]);
    expect(answers).toMatchObject([{ sqlState: 'FY004' }, { outcome: 'held' }]);
  }));

test('a forged, altered, foreign or overdue admission is none', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event);
    const other = await insertEvent(client, { orgId: event.orgId, waitingRoom: 'auto' });
    await openRoom(client, other);
    const admission = await admitted(client, event);
    const [place = '', until = '', signature = ''] = admission.split('.');
    const forged = [
      `${place}.${Number(until) + 600}.${signature}`,
      `${randomUUID()}.${until}.${signature}`,
      `${place}.${until}.${signature.replace(/^./, (c) => (c === '0' ? '1' : '0'))}`,
      `${place}.${until}.${'0'.repeat(64)}`,
      'nonsense',
      '',
      await admitted(client, other),
    ];
    const answers = await reserveBatch(
      client,
      forged.map((text) => reservationRequest(event, { admission: text })),
    );
    expect(answers.map((a) => a.outcome === 'refused' && a.sqlState)).toEqual(
      forged.map(() => 'FY024'),
    );
    await client.query(
      `update app_private.waiting_places set admitted_at = now() - interval '1 hour', admitted_until = now() - interval '1 minute'`,
    );
    const [joined] = (
      await client.query('select id from app_private.waiting_places where event_id = $1', [
        event.id,
      ])
    ).rows;
    expect(await claim(client, event, joined.id)).toMatchObject({ outcome: 'expired' });
  }));

test('a late comer is admitted when they come, for as long as everybody', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event);
    const [joined] = await join(client, [visitor(event)]);
    await after(client, event, 4);
    const one = await claim(client, event, joined?.place);
    const two = await claim(client, event, joined?.place);
    expect(one.admission).toBe(two.admission);
    const minutes = (Date.parse(one.until ?? '') - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(9.5);
    expect(minutes).toBeLessThan(10.1);
  }));

test('whose admission ran out or was used joins again at the end', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event);
    const person = visitor(event);
    const [before] = await join(client, [person, visitor(event)]);
    await after(client, event, 4);
    await claim(client, event, before?.place);
    await client.query(
      `update app_private.waiting_places set admitted_at = now() - interval '1 hour', admitted_until = now() - interval '1 minute' where id = $1`,
      [before?.place],
    );
    const [again] = await join(client, [person]);
    expect(again).toMatchObject({ outcome: 'waiting', number: 3 });
    expect(again?.place).not.toBe(before?.place);
  }));

test('nobody is admitted to nothing: not before the sale, not while all is held, not when sold out', () =>
  withEvent(
    async (client, event) => {
      await openRoom(client, event);
      await join(client, [visitor(event)]);
      expect(await after(client, event, 3)).toMatchObject([
        { stock: 'not_yet', admittedThrough: 0 },
      ]);
      await client.query(
        "update app_public.ticket_types set sale_starts_at = now() - interval '1 minute' where event_id = $1",
        [event.id],
      );
      await client.query('update app_public.quotas set held_count = capacity where event_id = $1', [
        event.id,
      ]);
      expect(await after(client, event, 3)).toMatchObject([{ stock: 'held', admittedThrough: 0 }]);
      await client.query(
        'update app_public.quotas set held_count = 0, sold_count = capacity where event_id = $1',
        [event.id],
      );
      expect(await after(client, event, 3)).toMatchObject([
        { stock: 'sold_out', admittedThrough: 0 },
      ]);
      await client.query('update app_public.quotas set sold_count = 0 where event_id = $1', [
        event.id,
      ]);
      expect(await after(client, event, 3)).toMatchObject([
        { stock: 'on_sale', admittedThrough: 1 },
      ]);
    },
    { ticketTypes: [{ saleStartsAt: new Date(Date.now() + 3_600_000) }] },
  ));

test('whoever waits for a sale that will not begin, as the event is cancelled, is told so', () =>
  withEvent(
    async (client, event) => {
      await openRoom(client, event);
      await join(client, [visitor(event)]);
      await client.query(
        `update app_public.events set status = 'cancelled', cancelled_at = now() where id = $1`,
        [event.id],
      );
      expect(await after(client, event, 3)).toMatchObject([{ stock: 'ended' }]);
    },
    { ticketTypes: [{ saleStartsAt: new Date(Date.now() + 3_600_000) }] },
  ));

test('who still waits when the event is over hears of it for an hour; then the line rests', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event);
    await join(client, [visitor(event)]);
    const over = (interval: string) =>
      client.query(
        `update app_public.events set starts_at = now() - interval '2 days', ends_at = now() - $2::interval where id = $1`,
        [event.id, interval],
      );
    await over('59 minutes');
    expect(await after(client, event, 3)).toMatchObject([{ stock: 'ended', admittedThrough: 0 }]);
    await over('61 minutes');
    expect(await after(client, event, 3)).toEqual([]);
  }));

test('a line that somebody holds locked stands still and says so; the others move', async () => {
  const { adminPool } = db;
  const { id: orgId } = await insertOrganization(adminPool);
  const [held, free] = [
    await insertEvent(adminPool, { orgId, waitingRoom: 'auto' }),
    await insertEvent(adminPool, { orgId, waitingRoom: 'auto' }),
  ];
  for (const event of [held, free])
    await adminPool.query(
      `insert into app_private.waiting_lines (org_id, event_id, opened_at, last_number, advanced_at)
       values ($1, $2, now(), 1, now() - interval '1 hour')`,
      [orgId, event.id],
    );
  const advanced = async () => {
    const { rows } = await db.pools.api.query('select app_private.advance_waiting_rooms() as told');
    return new Map(
      rows[0].told.map((state: { eventId: string }) => [state.eventId, state] as const),
    );
  };
  const locker = await adminPool.connect();
  try {
    await locker.query('begin');
    await locker.query('select from app_private.waiting_lines where event_id = $1 for update', [
      held.id,
    ]);
    const told = await advanced();
    expect(told.get(held.id)).toEqual({ eventId: held.id, isStuck: true });
    expect(told.get(free.id)).toMatchObject({ admittedThrough: 1 });
  } finally {
    await locker.query('rollback');
    locker.release();
  }
  expect((await advanced()).get(held.id)).toMatchObject({ admittedThrough: 1 });
});

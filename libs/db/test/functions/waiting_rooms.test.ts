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
  type TestEvent,
} from '@foyer/testing';
import type pg from 'pg';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

type Joined = { outcome: string; place?: string; number?: number; sqlState?: string };
type Claimed = { outcome: string; admission?: string; until?: string };

const withEvent = (
  work: (client: pg.PoolClient, event: TestEvent) => Promise<void>,
  options: Partial<Parameters<typeof insertEvent>[1]> = {},
) =>
  inRollback(db.pools.admin, async (client) => {
    const { id: orgId } = await insertOrganization(client);
    await work(client, await insertEvent(client, { orgId, waitingRoom: 'auto', ...options }));
  });

/** One admission a second, open from now on. */
const openRoom = (
  client: pg.PoolClient,
  event: TestEvent,
  settings: Record<string, unknown> = {},
) => {
  const row = {
    mode: 'always',
    admit_per_minute: 60,
    org_id: event.orgId,
    event_id: event.id,
    ...settings,
  };
  const names = Object.keys(row);
  return client.query(
    `insert into app_public.waiting_rooms (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
    Object.values(row),
  );
};
const call = async <T>(client: pg.PoolClient, sql: string, ...values: unknown[]): Promise<T> =>
  (await client.query(`select ${sql} as result`, values)).rows[0].result;
const join = (client: pg.PoolClient, requests: Record<string, unknown>[]) =>
  call<Joined[]>(client, 'app_private.join_waiting_room($1::jsonb)', JSON.stringify(requests));
const visitor = (event: TestEvent, more: Record<string, unknown> = {}) => ({
  eventId: event.id,
  visitorKey: randomUUID(),
  ...more,
});
const claim = (client: pg.PoolClient, event: TestEvent, place: string | undefined) =>
  call<Claimed>(client, 'app_private.claim_admission($1, $2)', event.id, place);
/** Time passes for the line: its last step was that long ago. */
const after = async (client: pg.PoolClient, event: TestEvent, seconds: number) => {
  await client.query(
    'update app_private.waiting_lines set advanced_at = clock_timestamp() - make_interval(secs => $2) where event_id = $1',
    [event.id, seconds],
  );
  return call<{ admittedThrough: number; isOpen: boolean; stock: string }[]>(
    client,
    'app_private.advance_waiting_rooms()',
  );
};
const admitted = async (client: pg.PoolClient, event: TestEvent): Promise<string> => {
  const [joined] = await join(client, [visitor(event)]);
  await after(client, event, 2);
  const { admission } = await claim(client, event, joined?.place);
  if (!admission) throw new Error('not admitted');
  return admission;
};
const isOpen = (client: pg.PoolClient, event: TestEvent) =>
  call<boolean>(client, '(select is_open from app_private.sale_gate($1))', event.id);
const demand = (client: pg.PoolClient, event: TestEvent, count: number) =>
  call<{ isOpen: boolean; proofBits: number }[]>(
    client,
    'app_private.note_demand($1::jsonb)',
    JSON.stringify([{ eventId: event.id, count }]),
  );

test('without a room that is open nobody is asked for anything', () =>
  withEvent(async (client, event) => {
    await reserve(client, reservationRequest(event));
    expect(await join(client, [visitor(event)])).toEqual([{ outcome: 'not_needed' }]);
  }));

test('places are given in the order of arrival, one per person', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event);
    const user = await insertUser(client);
    const first = visitor(event);
    const [a, b, again, c, otherDevice] = await join(client, [
      first,
      visitor(event, { userId: user.id }),
      first,
      visitor(event),
      visitor(event, { userId: user.id }),
    ]);
    expect([a?.number, b?.number, c?.number]).toEqual([1, 2, 3]);
    expect(again).toEqual(a);
    expect(otherDevice).toEqual(b);
    // Reloading later changes nothing either.
    expect(await join(client, [first])).toEqual([a]);
  }));

const placesOf = async (client: pg.PoolClient, event: TestEvent) =>
  (
    await client.query(
      'select id, number::int from app_private.waiting_places where event_id = $1 order by number',
      [event.id],
    )
  ).rows;

test('who signs in while waiting, or signs out, keeps the one place', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event);
    const userId = (await insertUser(client)).id;
    const guest = visitor(event);
    const [asGuest, next] = await join(client, [guest, visitor(event)]);
    const [signedIn, onThePhone, signedInAgain, signedOut] = await join(client, [
      { ...guest, userId },
      visitor(event, { userId }),
      { ...guest, userId },
      guest,
    ]);
    for (const joined of [signedIn, onThePhone, signedInAgain, signedOut])
      expect(joined).toEqual(asGuest);
    // The other way round: signed in first.
    const other = visitor(event);
    const otherId = (await insertUser(client)).id;
    const [before, after] = await join(client, [{ ...other, userId: otherId }, other]);
    expect(after).toEqual(before);
    expect((await placesOf(client, event)).map(({ id }) => id)).toEqual([
      asGuest?.place,
      next?.place,
      before?.place,
    ]);
  }));

test('two places that turn out to be one person become one, the earlier that is still good', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event);
    const userId = (await insertUser(client)).id;
    const [laptop, phone, tablet] = [visitor(event), visitor(event), visitor(event)];
    const [first, second] = await join(client, [laptop, { ...phone, userId }]);
    expect(await join(client, [{ ...laptop, userId }])).toEqual([first]);
    expect(await join(client, [{ ...phone, userId }])).toEqual([first]);
    expect(await placesOf(client, event)).toEqual([{ id: first?.place, number: 1 }]);
    await expect(
      client.query('savepoint gone').then(() => claim(client, event, second?.place)),
    ).rejects.toMatchObject({ code: 'FY006' });
    await client.query('rollback to savepoint gone');

    const [third] = await join(client, [tablet]);
    await after(client, event, 4);
    await claim(client, event, first?.place);
    await client.query(
      `update app_private.waiting_places set admitted_at = now() - interval '1 hour', admitted_until = now() - interval '1 minute' where id = $1`,
      [first?.place],
    );
    expect(await join(client, [{ ...tablet, userId }])).toEqual([third]);
    expect(await placesOf(client, event)).toEqual([{ id: third?.place, number: 3 }]);
  }));

test('two accounts on one device are two people, and neither takes the other out of the line', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event);
    const ours = visitor(event);
    const [ada, grace] = [(await insertUser(client)).id, (await insertUser(client)).id];
    const [one, two, guest] = await join(client, [
      { ...ours, userId: ada },
      { ...ours, userId: grace },
      ours,
    ]);
    expect([one?.number, two?.number, guest?.number]).toEqual([1, 2, 1]);
    expect(await join(client, [{ ...ours, userId: grace }])).toEqual([two]);
    expect(await placesOf(client, event)).toHaveLength(2);
  }));

test('places of different events in one batch do not mix', () =>
  withEvent(async (client, one) => {
    const two = await insertEvent(client, { orgId: one.orgId, waitingRoom: 'auto' });
    await openRoom(client, one);
    await openRoom(client, two);
    const joined = await join(client, [visitor(one), visitor(two), visitor(one), visitor(two)]);
    expect(joined.map((j) => j.number)).toEqual([1, 1, 2, 2]);
  }));

test('people are admitted at the pace of the room, in order, and never more than there are', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event);
    const joined = await join(
      client,
      Array.from({ length: 5 }, () => visitor(event)),
    );
    expect(await claim(client, event, joined[0]?.place)).toMatchObject({ outcome: 'waiting' });
    expect(await after(client, event, 2.5)).toMatchObject([{ admittedThrough: 2 }]);
    // Half a second was left over and counts towards the next.
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

test('demand opens the room of a big sale by itself, and quiet closes it again', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event, { mode: 'auto' });
    expect(await demand(client, event, 4)).toMatchObject([{ isOpen: false, proofBits: 0 }]);
    expect(await demand(client, event, 9)).toMatchObject([{ isOpen: false }]);
    const [state] = await demand(client, event, 80);
    expect(state?.isOpen).toBe(true);
    // Nine a second, one admitted: the browser computes a little.
    expect(state?.proofBits).toBeGreaterThanOrEqual(17);
    expect(await isOpen(client, event)).toBe(true);
    const joined = await join(client, [visitor(event), visitor(event)]);
    expect(joined.map((j) => j.outcome)).toEqual(['waiting', 'waiting']);

    await client.query(
      `update app_private.waiting_lines
      set opened_at = now() - interval '5 minutes', demand_at = now() - interval '2 minutes' where event_id = $1`,
      [event.id],
    );
    await after(client, event, 1.5);
    expect(await isOpen(client, event)).toBe(true);
    await after(client, event, 1.5);
    expect(await isOpen(client, event)).toBe(false);
    await reserve(client, reservationRequest(event));
  }));

test('proof of work gets harder as more come, to a limit, and easier as they stay away', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event);
    // The room admits one person a second; demand is told as arrivals of some ten seconds.
    const bitsAt = async (perSecond: number) => {
      await client.query(
        `update app_private.waiting_lines set demand_per_second = 0 where event_id = $1`,
        [event.id],
      );
      return (await demand(client, event, perSecond * 10))[0]?.proofBits;
    };
    const bits: unknown[] = [];
    for (const perSecond of [0.5, 1, 1.5, 3, 5, 9, 17, 33, 100, 10_000])
      bits.push(await bitsAt(perSecond));
    expect(bits).toEqual([0, 0, 15, 16, 17, 18, 19, 20, 20, 20]);

    const bitsAfter = async (seconds: number) => {
      await bitsAt(20);
      await client.query(
        `update app_private.waiting_lines set demand_at = demand_at - make_interval(secs => $2) where event_id = $1`,
        [event.id, seconds],
      );
      return (await demand(client, event, 0))[0]?.proofBits;
    };
    expect([
      await bitsAfter(0),
      await bitsAfter(10),
      await bitsAfter(20),
      await bitsAfter(60),
    ]).toEqual([19, 17, 16, 0]);
  }));

test('an event that always asks for a proof asks for an easy one in quiet times', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event, { proof_of_work: 'always' });
    expect(await demand(client, event, 1)).toMatchObject([{ proofBits: 14 }]);
    expect(await demand(client, event, 50)).toMatchObject([{ proofBits: 17 }]);
    await client.query(`update app_public.waiting_rooms set proof_of_work = 'off'`);
    expect(await demand(client, event, 1000)).toMatchObject([{ proofBits: 0 }]);
  }));

test('demand opens nothing where the room is switched off, and small events ask for no proof', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event, { mode: 'off', proof_of_work: 'off' });
    expect(await demand(client, event, 1000)).toMatchObject([{ isOpen: false, proofBits: 0 }]);
    const { id: orgId } = await insertOrganization(client);
    const small = await insertEvent(client, { orgId, waitingRoom: 'auto' });
    expect(await demand(client, small, 60)).toMatchObject([{ isOpen: false, proofBits: 0 }]);
  }));

test('a schedule opens and closes the room', () =>
  withEvent(async (client, event) => {
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000);
    await openRoom(client, event, { mode: 'auto', opens_at: at(1), closes_at: at(10) });
    expect(await isOpen(client, event)).toBe(false);
    await client.query('update app_public.waiting_rooms set opens_at = $1', [at(-1)]);
    expect(await isOpen(client, event)).toBe(true);
    await client.query('update app_public.waiting_rooms set opens_at = $1, closes_at = $2', [
      at(-9),
      at(-1),
    ]);
    expect(await isOpen(client, event)).toBe(false);
    // Switched off, it announces nothing either.
    const announced = () =>
      call(client, `app_private.waiting_room_state($1) ->> 'opensAt'`, event.id);
    expect(await announced()).not.toBeNull();
    await client.query(`update app_public.waiting_rooms set mode = 'off'`);
    expect(await announced()).toBeNull();
  }));

test('a room for accounts only refuses a guest and remembers a person on every device', () =>
  withEvent(async (client, event) => {
    await openRoom(client, event, { requires_account: true });
    const user = await insertUser(client);
    const [guest, phone, laptop] = await join(client, [
      visitor(event),
      visitor(event, { userId: user.id }),
      visitor(event, { userId: user.id }),
    ]);
    expect(guest).toMatchObject({ outcome: 'refused', sqlState: 'FY011' });
    expect(phone).toMatchObject({ number: 1 });
    expect(laptop).toEqual(phone);
  }));

test('the line of a private event is for those with its link', () =>
  withEvent(
    async (client, event) => {
      await openRoom(client, event);
      const { rows } = await client.query(
        'insert into app_public.event_links (org_id, event_id) values ($1, $2) returning token',
        [event.orgId, event.id],
      );
      const unknown = await join(client, [{ eventId: randomUUID(), visitorKey: randomUUID() }]);
      expect(await join(client, [visitor(event)])).toEqual(unknown);
      expect(await join(client, [visitor(event, { eventLink: rows[0].token })])).toMatchObject([
        { outcome: 'waiting' },
      ]);
    },
    { visibility: 'unlisted' },
  ));

test('an admin changes the settings, staff look, strangers neither', () =>
  withEvent(async (client, event) => {
    const [admin, staff, stranger] = [
      await insertUser(client),
      await insertUser(client),
      await insertUser(client),
    ];
    await client.query(
      `insert into app_public.org_members (org_id, user_id, role) values ($1, $2, 'admin'), ($1, $3, 'staff')`,
      [event.orgId, admin?.id, staff?.id],
    );
    const as = async <T>(userId: string | undefined, sql: string): Promise<T | string> => {
      await client.query('savepoint caller');
      try {
        await client.query(
          `select set_config('role', 'foyer_user', true), set_config('foyer.user_id', $1, true)`,
          [userId],
        );
        return (await client.query(sql, [event.id])).rows[0];
      } catch (error) {
        return (error as { code: string }).code;
      } finally {
        await client.query('rollback to savepoint caller');
      }
    };
    const save = `select * from app_public.save_waiting_room($1, 'auto', now(), now() + interval '1 hour', 600, 5, true, 'always')`;
    const look = 'select * from app_public.event_waiting_line($1)';
    expect(await as(admin?.id, save)).toMatchObject({ mode: 'auto', admit_per_minute: 600 });
    expect(await as(staff?.id, save)).toBe('FY007');
    expect(await as(stranger?.id, save)).toBe('FY006');
    expect(
      await as(admin?.id, save.replace("now() + interval '1 hour'", "now() - interval '1 hour'")),
    ).toBe('FY008');
    expect(await as(staff?.id, look)).toMatchObject({ is_open: false, waiting_count: 0 });
    expect(await as(stranger?.id, look)).toBe('FY006');
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

import { randomUUID } from 'node:crypto';
import {
  createTestDatabase,
  insertEvent,
  insertUser,
  reservationRequest,
  reserve,
  type TestDatabase,
  type TestEvent,
} from '@foyer/testing';
import type pg from 'pg';
import {
  after,
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

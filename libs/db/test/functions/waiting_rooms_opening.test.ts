import {
  createTestDatabase,
  insertEvent,
  insertOrganization,
  insertUser,
  reservationRequest,
  reserve,
  type TestDatabase,
  type TestEvent,
} from '@foyer/testing';
import type pg from 'pg';
import {
  after,
  call,
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

const withEvent = (work: EventWork) => withEventIn(db, work);

const isOpen = (client: pg.PoolClient, event: TestEvent) =>
  call<boolean>(client, '(select is_open from app_private.sale_gate($1))', event.id);
const demand = (client: pg.PoolClient, event: TestEvent, count: number) =>
  call<{ isOpen: boolean; proofBits: number }[]>(
    client,
    'app_private.note_demand($1::jsonb)',
    JSON.stringify([{ eventId: event.id, count }]),
  );

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

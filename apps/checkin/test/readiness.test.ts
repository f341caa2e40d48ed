import { type TestEvent, until } from '@foyer/testing';
import { eventKeys, KNOWN_EVENTS } from '../src/redis/keys.ts';
import { readBacklog } from '../src/sync/backlog.ts';
import { forgetFinished } from '../src/sync/forget.ts';
import { openDoor, type TestDoor } from './door.ts';

const hour = 3_600_000;

let door: TestDoor;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const opensIn = (hours: number) =>
  // Six hours before it starts.
  door.openEvent({ startsAt: new Date(Date.now() + (hours + 6) * hour) });

/** A phone that was paired some time ago, and has not been heard of since. */
const pairedBefore = (event: TestEvent) =>
  door.db.adminPool.query(
    `insert into app_public.devices (org_id, event_id, name, paired_at) values ($1, $2, 'Phone 1', now())`,
    [event.orgId, event.id],
  );

const isReady = (event: TestEvent) => door.composition.service.sync.isReady(event.id);

async function becomesReady(event: TestEvent): Promise<void> {
  await pairedBefore(event);
  await until(() => isReady(event), { what: 'the event to be ready', timeoutMs: 15_000 });
}

test('what opens within a day is kept ready by itself; a sale of months keeps nothing', async () => {
  const later = await opensIn(30);
  await pairedBefore(later);
  await becomesReady(await opensIn(18));
  // Another turn of looking has begun, so the last one has done all it had to do.
  await becomesReady(await opensIn(-1));
  expect(await isReady(later)).toBe(false);
});

test('an event that cannot be made ready holds up no other', async () => {
  const { redis, epoch } = door.composition.redis;
  const [one, between, other] = [await opensIn(18), await opensIn(18), await opensIn(18)];
  // Whichever of them comes first.
  const locks = [one, other].map(({ id }) => eventKeys(id).drainLock);
  for (const lock of locks) await redis.set(lock, `${epoch()}:somebody else`);
  await Promise.all([one, other].map(pairedBefore));
  await becomesReady(between);
  expect(await Promise.all([one, other].map(isReady))).toEqual([false, false]);
  await redis.del(...locks);
});

test('whoever tries the door out long before finds it ready, and a day later it leaves and can come back', async () => {
  const event = await opensIn(30);
  const [ticket] = await door.issue(event);
  const device = await door.pair(event);
  const scan = async () => (await door.scan(device, ticket?.token ?? '')).body.verdict;
  expect(await scan()).toBe('not_yet_valid');

  const keys = eventKeys(event.id);
  for (const key of [keys.event, keys.tickets, keys.secrets, keys.devices]) {
    const leftMs = (await door.redis?.pttl(key)) ?? 0;
    expect(leftMs).toBeGreaterThan(23 * hour);
    expect(leftMs).toBeLessThanOrEqual(24 * hour);
  }

  // The first of them to go takes the event with it.
  await door.redis?.del(keys.event);
  expect(await scan()).toBe('not_yet_valid');
});

test('what was tried out the day before leaves hours before the door opens, not as it opens', async () => {
  const event = await opensIn(25);
  await door.pair(event);
  expect(await door.redis?.pttl(eventKeys(event.id).event)).toBeLessThanOrEqual(19 * hour);
});

test('wherever an event is moved to, it leaves whole', async () => {
  const event = await opensIn(-1);
  await door.db.adminPool.query(
    `insert into app_public.gates (org_id, event_id, name) values ($1, $2, 'North')`,
    [event.orgId, event.id],
  );
  const device = await door.pair(event);
  const [ticket] = await door.issue(event);
  expect((await door.scan(device, ticket?.token ?? '')).body.verdict).toBe('accepted');

  const { stream, poison, scan, drainLock, refreshLock, draft, ...keys } = eventKeys(event.id);
  const leavesAt = async () => {
    const instants = Object.values(keys).map((key) => door.redis?.pexpiretime(key));
    const [instant = 0, ...others] = new Set(await Promise.all(instants));
    expect(others).toEqual([]);
    return instant;
  };
  const refreshed = async () => {
    await door.composition.service.sync.refresh(event.id);
    return await leavesAt();
  };
  const moveBy = (hours: number) =>
    door.db.adminPool.query(
      `update app_public.events set starts_at = starts_at + $2 * interval '1 hour', ends_at = ends_at + $2 * interval '1 hour'
       where id = $1`,
      [event.id, hours],
    );
  const first = await leavesAt();
  await moveBy(12);
  expect(await refreshed()).toBe(first + 12 * hour);
  await moveBy(30 * 24);
  const postponed = await refreshed();
  expect(postponed).toBeGreaterThan(Date.now() + 23 * hour);
  expect(postponed).toBeLessThanOrEqual(Date.now() + 24 * hour);
  // What is sold until then does not keep it.
  await door.issue(event);
  expect(await refreshed()).toBe(postponed);
  await moveBy(-30 * 24 - 12);
  expect(await refreshed()).toBe(first);
});

test('nothing stays of an event that has left, but what was refused stays followed until somebody has looked', async () => {
  const { redis } = door.composition.redis;
  const event = await opensIn(30);
  const keys = eventKeys(event.id);
  await door.scan(await door.pair(event), 'AAAAA-AAAAA');
  await redis.xadd(keys.stream, '*', 'entry', 'not JSON at all');
  await until(async () => (await redis.xlen(keys.poison)) === 1);
  await redis.del(keys.event);

  await forgetFinished(redis);
  expect(await redis.sismember(KNOWN_EVENTS, event.id)).toBe(1);
  expect((await readBacklog(redis)).poisoned).toBe(1);
  await redis.xtrim(keys.poison, 'MAXLEN', 0);
  await forgetFinished(redis);
  expect(await redis.sismember(KNOWN_EVENTS, event.id)).toBe(0);
  expect(await redis.exists(keys.stream, keys.poison)).toBe(0);
});

import { type TestEvent, until } from '@foyer/testing';
import { eventKeys } from '../src/redis/keys.ts';
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

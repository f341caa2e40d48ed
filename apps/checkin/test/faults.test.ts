import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createTestDatabase,
  freePort,
  signedTickets,
  type TestDatabase,
  until,
} from '@foyer/testing';
import { Redis } from 'ioredis';
import { commands } from '../src/redis/commands.ts';
import { eventKeys, KNOWN_EVENTS } from '../src/redis/keys.ts';
import { createJournal } from '../src/sync/journal.ts';
import { recordDecisions } from '../src/sync/postgres.ts';
import { reconcileEvent } from '../src/sync/reconcile.ts';
import { FOYER_SECRET, openDoor, type TestDoor, type TestTicket } from './door.ts';

let db: TestDatabase;
let server: RedisServer;
let door: TestDoor;
beforeAll(async () => {
  db = await createTestDatabase();
  server = await startRedis();
  door = await openDoor({ db, redisUrl: server.url });
});
afterAll(async () => {
  await door.close();
  await server.stop();
  await db.close();
});

type Recorded = Parameters<typeof recordDecisions>[2][number];

const only = (tickets: TestTicket[]): TestTicket => {
  if (tickets[0] === undefined) throw new Error('no ticket');
  return tickets[0];
};

/** The lock of a drainer that is at work, or died: nobody else records while it stands. */
const holdDrain = (redis: Redis, eventId: string) =>
  redis.set(
    eventKeys(eventId).drainLock,
    `${door.composition.redis.epoch()}:held by the test`,
    'PX',
    600_000,
  );

const counts = async (eventId: string) => {
  const { rows } = await db.adminPool.query<{ scans: number; admitted: number; conflicts: number }>(
    `select
       (select count(*)::int from app_public.scans where event_id = $1) as scans,
       (select count(*)::int from app_public.scans where event_id = $1 and is_conflict) as conflicts,
       (select count(*)::int from app_public.check_ins where event_id = $1 and undone_at is null) as admitted`,
    [eventId],
  );
  return rows[0];
};

/** A scan as a device makes it: while the door cannot decide, the same scan id is sent again. */
async function scanUntilAnswered(device: { id: string; token: string }, token: string) {
  const scanId = randomUUID();
  return await until(async () => {
    const answer = await door.scan(device, token, { scanId }).catch(() => null);
    return answer?.status === 200 ? answer.body : null;
  });
}

test('a flushed Redis is noticed and rebuilt, and admits nobody twice', async () => {
  const event = await door.openEvent();
  const tickets = await door.issue(event, 300);
  const devices = await Promise.all(Array.from({ length: 8 }, () => door.pair(event)));
  const device = devices[0] ?? { id: '', token: '' };
  const half = tickets.slice(0, 150);
  const redis = new Redis(server.url);
  // The flush comes while scans are on their way, before and after their drain.
  const verdicts = await Promise.all([
    ...half.map(({ token }, i) => scanUntilAnswered(devices[i % 8] ?? device, token)),
    redis.flushall(),
  ]);
  await redis.quit();
  expect(verdicts.filter((v) => typeof v === 'object' && v.verdict === 'accepted')).toHaveLength(
    150,
  );

  const again = [];
  for (const [i, { token }] of half.entries()) {
    again.push((await scanUntilAnswered(devices[i % 8] ?? device, token)).verdict);
  }
  expect(new Set(again)).toEqual(new Set(['already_used']));
  const fresh = await scanUntilAnswered(device, tickets[200]?.token ?? '');
  expect(fresh.verdict).toBe('accepted');
  await until(async () => (await counts(event.id))?.admitted === 151);
  expect(await counts(event.id)).toMatchObject({ admitted: 151, conflicts: 0 });
});

test('a decision that Redis lost before it was recorded still admits nobody twice', async () => {
  const event = await door.openEvent();
  const ticket = only(await door.issue(event));
  const device = await door.pair(event);
  const redis = new Redis(server.url);
  await holdDrain(redis, event.id);
  expect((await scanUntilAnswered(device, ticket.token)).verdict).toBe('accepted');
  expect(await counts(event.id)).toMatchObject({ scans: 0 });
  await redis.flushall();
  await redis.quit();
  expect((await scanUntilAnswered(device, ticket.token)).verdict).toBe('already_used');
  await until(async () => (await counts(event.id))?.scans === 2);
  expect(await counts(event.id)).toEqual({ scans: 2, admitted: 1, conflicts: 0 });
});

test('an event that is being made ready while Redis loses everything is followed all the same', async () => {
  const event = await door.openEvent();
  const ticket = only(await door.issue(event));
  const device = await door.pair(event);
  const redis = new Redis(server.url);
  await redis.flushall();
  await holdDrain(redis, event.id);
  const ready = door.composition.service.sync.ensureReady(event.id);
  await until(async () => (await redis.keys(`*${event.id}*begun`)).length > 0, { everyMs: 5 });
  await redis.flushall();
  await ready;
  expect((await scanUntilAnswered(device, ticket.token)).verdict).toBe('accepted');
  await until(async () => (await counts(event.id))?.scans === 1);
  await redis.quit();
});

test('an event that somebody forgets as finished while it is being made ready is followed all the same', async () => {
  const event = await door.openEvent();
  const ticket = only(await door.issue(event));
  const device = await door.pair(event);
  const redis = new Redis(server.url);
  await redis.flushall();
  const reader = await db.adminPool.connect();
  await reader.query('begin; lock table app_public.tickets in access exclusive mode');
  const ready = door.composition.service.sync.ensureReady(event.id);
  await until(async () => (await redis.sismember(KNOWN_EVENTS, event.id)) === 1, { everyMs: 5 });
  await redis.srem(KNOWN_EVENTS, event.id);
  await reader.query('rollback');
  reader.release();
  await ready;
  expect((await scanUntilAnswered(device, ticket.token)).verdict).toBe('accepted');
  await until(async () => (await counts(event.id))?.scans === 1);
  await redis.quit();
});

test('another server makes the event ready after a loss: what the first decided is recorded, and stays used', async () => {
  const event = await door.openEvent();
  const [lost, other] = await door.issue(event, 2);
  const device = await door.pair(event);
  // Told nothing by itself: it only decides, as on Lambda.
  const first = await door.startServer(false);
  const at = (token = '') =>
    until(async () => {
      const { status, body } = await door.scan(device, token, { url: first.url });
      return status === 200 ? body.verdict : null;
    });
  const redis = new Redis(server.url);
  await holdDrain(redis, event.id);
  expect(await at(lost?.token)).toBe('accepted');
  await redis.flushall();
  await door.composition.service.sync.ensureReady(event.id);
  expect(await counts(event.id)).toMatchObject({ scans: 0 });
  expect(await at(lost?.token)).toBe('already_used');
  expect(await at(other?.token)).toBe('accepted');
  await until(async () => (await counts(event.id))?.scans === 3);
  expect(await counts(event.id)).toEqual({ scans: 3, admitted: 2, conflicts: 0 });
  await redis.quit();
  await first.close();
});

test('a server that nobody scans at tells within seconds what it decided before another made the event ready', async () => {
  const event = await door.openEvent();
  const ticket = only(await door.issue(event));
  const device = await door.pair(event);
  const second = await door.startServer(false);
  const redis = new Redis(server.url);
  await holdDrain(redis, event.id);
  expect((await scanUntilAnswered(device, ticket.token)).verdict).toBe('accepted');
  await redis.flushall();
  await second.composition.service.sync.ensureReady(event.id);
  await until(async () => (await counts(event.id))?.admitted === 1);
  await until(async () => (await redis.hexists(eventKeys(event.id).uses, ticket.id)) === 1);
  const again = await door.scan(device, ticket.token, { url: second.url });
  expect(again.body.verdict).toBe('already_used');
  await redis.quit();
  await second.close();
});

test('a Redis killed hard and started with older data is not believed', async () => {
  const event = await door.openEvent();
  const [used, fresh] = await door.issue(event, 2);
  const device = await door.pair(event);
  await server.save();
  expect((await scanUntilAnswered(device, used?.token ?? '')).verdict).toBe('accepted');
  await until(async () => (await counts(event.id))?.admitted === 1);

  await server.crashAndRestart();
  // What was saved says that the ticket is unused; it was saved by an earlier run of the server.
  expect((await scanUntilAnswered(device, used?.token ?? '')).verdict).toBe('already_used');
  expect((await scanUntilAnswered(device, fresh?.token ?? '')).verdict).toBe('accepted');
});

test('after a hard kill of Redis, too, a server waits for what the other had decided', async () => {
  const event = await door.openEvent();
  const ticket = only(await door.issue(event));
  const device = await door.pair(event);
  const second = await door.startServer();
  const redis = new Redis(server.url);
  await holdDrain(redis, event.id);
  redis.disconnect();
  expect((await scanUntilAnswered(device, ticket.token)).verdict).toBe('accepted');
  expect(await counts(event.id)).toMatchObject({ scans: 0 });
  await server.crashAndRestart();
  const again = await until(async () => {
    const { status, body } = await door.scan(device, ticket.token, { url: second.url });
    return status === 200 && body.verdict;
  });
  expect(again).toBe('already_used');
  await until(async () => (await counts(event.id))?.scans === 2);
  expect(await counts(event.id)).toEqual({ scans: 2, admitted: 1, conflicts: 0 });
  await second.close();
});

test('a snapshot that Redis lost a part of is never switched in', async () => {
  const event = await door.openEvent();
  const ticket = only(await door.issue(event));
  const device = await door.pair(event);
  const redis = new Redis(server.url);
  const keys = eventKeys(event.id);
  const draft = keys.draft('of the test');
  const commit = (epoch: string) =>
    commands.commitWarm(
      redis,
      [
        ...[keys.event, keys.stream, keys.tickets, keys.secrets, keys.codes, keys.uses],
        ...[draft.tickets, draft.secrets, draft.codes, draft.uses],
        ...[keys.gates, keys.devices, draft.begun],
      ],
      [epoch, Date.now() + 60_000, '{}', '{}', '{}'],
    );
  // Begun, lost, and its second half written since.
  await redis.set(draft.begun, '1');
  await redis.flushall();
  await redis.hset(draft.tickets, ticket.id, '[]');
  expect(await commit('another run')).toBe('lost');
  expect(await redis.exists(draft.tickets, keys.event, keys.tickets)).toBe(0);
  expect((await scanUntilAnswered(device, ticket.token)).verdict).toBe('accepted');
  await redis.quit();
});

test('while Redis is away a scan is refused with a hint to try again, and nothing is decided', async () => {
  const event = await door.openEvent();
  const ticket = only(await door.issue(event));
  const device = await door.pair(event);
  await server.kill();
  await until(() => door.composition.redis.epoch() === null);
  const scanId = randomUUID();
  const away = await fetch(`${door.url}/scans`, {
    method: 'POST',
    headers: { authorization: `Bearer ${device.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ scanId, token: ticket.token, scannedAt: new Date().toISOString() }),
  });
  expect(away.status).toBe(503);
  expect(away.headers.get('retry-after')).toBe('1');
  expect(await away.json()).toMatchObject({ error: { code: 'NOT_READY' } });
  const ready = await fetch(`${door.url}/health/ready`);
  expect(ready.status).toBe(503);
  await server.start();
  const answer = await until(async () => {
    const response = await door.scan(device, ticket.token, { scanId });
    return response.status === 200 ? response.body : null;
  });
  expect(answer.verdict).toBe('accepted');
});

test.each([
  ['cannot save', 'MISCONF'],
  ['has lost its replicas', 'NOREPLICAS'],
  ['is busy with a script', 'BUSY'],
] as const)('while Redis %s phones are told that the door cannot decide', async (_, fault) => {
  const event = await door.openEvent();
  const ticket = only(await door.issue(event));
  const device = await door.pair(event);
  const mend = await server.disturb(fault);
  try {
    const answer = await door.scan(device, ticket.token);
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'NOT_READY' } } });
  } finally {
    await mend();
  }
  expect((await scanUntilAnswered(device, ticket.token)).verdict).toBe('accepted');
});

test('a process that dies after its decision loses none: the next one records it', async () => {
  const event = await door.openEvent();
  const ticket = only(await door.issue(event));
  const device = await door.pair(event);
  const keys = eventKeys(event.id);
  const redis = new Redis(server.url);
  // The lock of a drainer that died: nobody records while it stands.
  await holdDrain(redis, event.id);
  expect((await scanUntilAnswered(device, ticket.token)).verdict).toBe('accepted');
  expect(await redis.xlen(keys.stream)).toBe(1);
  expect(await counts(event.id)).toMatchObject({ scans: 0, admitted: 0 });

  await redis.del(keys.drainLock);
  await until(async () => (await counts(event.id))?.admitted === 1);
  await until(async () => (await redis.xlen(keys.stream)) === 0);
  await redis.quit();
});

test('after a crash of Redis nobody waits for the locks of before', async () => {
  const event = await door.openEvent();
  const [first, second] = await door.issue(event, 2);
  const device = await door.pair(event);
  expect((await scanUntilAnswered(device, first?.token ?? '')).verdict).toBe('accepted');
  await until(async () => (await counts(event.id))?.admitted === 1);
  const redis = new Redis(server.url);
  await holdDrain(redis, event.id);
  await redis.quit();
  await server.save();
  await server.crashAndRestart();
  // Ready again and recorded within the patience of `until`; the lock has ten minutes to go.
  expect((await scanUntilAnswered(device, second?.token ?? '')).verdict).toBe('accepted');
  await until(async () => (await counts(event.id))?.admitted === 2);
});

test('a busy event keeps the scans of no other from being recorded', async () => {
  const [busy, quiet] = [await door.openEvent(), await door.openEvent()];
  const phones = await Promise.all(Array.from({ length: 6 }, () => door.pair(busy)));
  const ticket = only(await door.issue(busy));
  let isOver = false;
  const scanning = phones.map(async (phone) => {
    while (!isOver) {
      await door.scan(phone, ticket.token);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  });
  const scansOf = async (eventId: string) =>
    (await db.adminPool.query('select from app_public.scans where event_id = $1', [eventId]))
      .rowCount;
  try {
    await until(async () => ((await scansOf(busy.id)) ?? 0) > 20);
    await door.scan(await door.pair(quiet), only(await door.issue(quiet)).token);
    await until(async () => (await scansOf(quiet.id)) === 1);
  } finally {
    isOver = true;
    await Promise.all(scanning);
  }
});

test('what PostgreSQL cannot record in time at once is recorded in parts', async () => {
  const event = await door.openEvent();
  const tickets = await door.issue(event, 40);
  const device = await door.pair(event);
  // Longer than a statement may take, and half of it shorter.
  await db.adminPool.query(`
    create function public.take_time() returns trigger language plpgsql as $$ begin perform pg_sleep(0.1); return new; end $$;
    create trigger take_time before insert on app_public.scans for each row execute function public.take_time()`);
  const { redis } = door.composition.redis;
  await holdDrain(redis, event.id);
  for (const { token } of tickets) await scanUntilAnswered(device, token);
  await redis.del(eventKeys(event.id).drainLock);
  try {
    await until(async () => (await redis.xlen(eventKeys(event.id).stream)) === 0);
  } finally {
    await db.adminPool.query('drop function public.take_time cascade');
  }
  expect(await counts(event.id)).toEqual({ scans: 40, admitted: 40, conflicts: 0 });
});

test('an event that cannot be recorded holds up no other', async () => {
  const [stuck, other] = [await door.openEvent(), await door.openEvent()];
  const phones = [await door.pair(stuck), await door.pair(other)] as const;
  const tickets = [only(await door.issue(stuck)), only(await door.issue(other))] as const;
  const holder = await db.adminPool.connect();
  await holder.query('begin');
  await holder.query('select app_private.lock_check_ins($1)', [stuck.id]);
  const waitingSince = async () =>
    (
      await db.adminPool.query<{ since: string }>(
        `select query_start::text as since from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like '%record_check_ins%'`,
      )
    ).rows[0]?.since;
  try {
    await scanUntilAnswered(phones[0], tickets[0].token);
    // Within one try of the event that is stuck, whenever that began.
    let scans = 0;
    await until(async () => {
      const since = await until(waitingSince);
      await scanUntilAnswered(phones[1], tickets[1].token);
      scans++;
      await until(async () => (await counts(other.id))?.scans === scans, { everyMs: 5 });
      return (await waitingSince()) === since;
    });
  } finally {
    await holder.query('rollback');
    holder.release();
  }
  await until(async () => (await counts(stuck.id))?.scans === 1);
});

test('draining twice records once', async () => {
  const event = await door.openEvent();
  const ticket = only(await door.issue(event));
  const device = await door.pair(event);
  const entry: Recorded = {
    kind: 'scan',
    scanId: randomUUID(),
    ticketId: ticket.id,
    verdict: 'accepted',
    method: 'scan',
    deviceId: device.id,
    at: Date.now(),
  };
  const { checkin } = db.pools;
  expect(await recordDecisions(checkin, event.id, [entry, entry])).toEqual([
    'recorded',
    'duplicate',
  ]);
  expect(await recordDecisions(checkin, event.id, [entry])).toEqual(['duplicate']);
  expect(await counts(event.id)).toEqual({ scans: 1, admitted: 1, conflicts: 0 });
});

test('two acceptances of one ticket become one check-in and one conflict that staff can see', async () => {
  const event = await door.openEvent();
  const ticket = only(await door.issue(event));
  const device = await door.pair(event);
  const entry = (): Recorded => ({
    kind: 'scan',
    scanId: randomUUID(),
    ticketId: ticket.id,
    verdict: 'accepted',
    method: 'scan',
    deviceId: device.id,
    at: Date.now(),
  });
  // Two servers whose Redis lost its data between the two scans, recording side by side.
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, () => recordDecisions(db.pools.checkin, event.id, [entry()])),
  );
  expect(outcomes.flat().filter((outcome) => outcome === 'recorded')).toHaveLength(1);
  expect(outcomes.flat().filter((outcome) => outcome === 'conflict')).toHaveLength(7);
  expect(await counts(event.id)).toEqual({ scans: 8, admitted: 1, conflicts: 7 });
});

test('what the door reads of a ticket between recording a decision and forgetting it is read again', async () => {
  const event = await door.openEvent();
  const ticket = only(await door.issue(event));
  const device = await door.pair(event);
  const { redis } = door.composition.redis;
  await holdDrain(redis, event.id);
  expect(await scanUntilAnswered(device, ticket.token)).toMatchObject({ verdict: 'accepted' });
  await door.asUser(door.user.id, 'select app_public.transfer_ticket($1, $2, $3)', [
    ticket.id,
    'Grace Hopper',
    'grace@example.org',
  ]);
  await until(async () => (await scanUntilAnswered(device, ticket.token)).verdict === 'voided');

  // A drainer that has recorded it, and has not deleted the entry yet.
  const [first] = await redis.xrange(eventKeys(event.id).stream, '-', '+', 'COUNT', 1);
  const decision = JSON.parse(first?.[1][1] ?? '') as Recorded;
  expect(await recordDecisions(db.pools.checkin, event.id, [decision])).toEqual(['conflict']);
  await door.composition.service.sync.refresh(event.id);
  await redis.del(eventKeys(event.id).drainLock);

  const present = only(await signedTickets(db.adminPool, event.id, FOYER_SECRET));
  await until(async () => (await scanUntilAnswered(device, present.token)).verdict === 'accepted', {
    timeoutMs: 10_000,
  });
});

test('an entry that cannot be recorded is set aside; all around it are recorded', async () => {
  const event = await door.openEvent();
  const tickets = await door.issue(event, 9);
  const device = await door.pair(event);
  const keys = eventKeys(event.id);
  const redis = new Redis(server.url);
  await holdDrain(redis, event.id);
  for (const { token } of tickets.slice(0, 5)) await scanUntilAnswered(device, token);
  await redis.xadd(keys.stream, '*', 'entry', 'not JSON at all');
  await redis.xadd(keys.stream, '*', 'entry', JSON.stringify({ kind: 'scan', scanId: 'nonsense' }));
  await redis.xadd(keys.stream, '*', 'entry', JSON.stringify({ kind: 'dance' }));
  for (const { token } of tickets.slice(5)) await scanUntilAnswered(device, token);
  await redis.del(keys.drainLock);

  await until(async () => (await redis.xlen(keys.stream)) === 0);
  expect(await counts(event.id)).toMatchObject({ admitted: 9 });
  expect(await redis.xlen(keys.poison)).toBe(3);
  await redis.quit();
});

test('reconciling finds and repairs what differs between Redis and PostgreSQL', async () => {
  const event = await door.openEvent();
  const [used, lost, kept] = await door.issue(event, 3);
  const device = await door.pair(event);
  await scanUntilAnswered(device, used?.token ?? '');
  await until(async () => (await counts(event.id))?.admitted === 1);
  const keys = eventKeys(event.id);
  const redis = new Redis(server.url);
  await until(async () => (await redis.xlen(keys.stream)) === 0);

  // Somebody tampered: a use is gone, a ticket is gone, the counts are off.
  await redis.hdel(keys.uses, used?.id ?? '');
  await redis.hdel(keys.tickets, lost?.id ?? '');
  await redis.hset(keys.event, 'admitted', 0, 'expected', 2);
  const repaired = await reconcileEvent(
    {
      redis: door.composition.redis,
      pool: db.pools.checkin,
      callers: db.pools.checkin,
      logger: door.composition.logger,
      metrics: door.composition.metrics,
      journal: createJournal(),
    },
    event.id,
  );
  expect(repaired).toBe(2);
  expect((await scanUntilAnswered(device, used?.token ?? '')).verdict).toBe('already_used');
  expect((await scanUntilAnswered(device, lost?.token ?? '')).verdict).toBe('accepted');
  expect((await scanUntilAnswered(device, kept?.token ?? '')).verdict).toBe('accepted');
  expect((await door.call(device, 'GET', '/event')).body.counts).toEqual({
    expected: 3,
    admitted: 3,
  });
  await redis.quit();
});

test('scans, undos and a storm of refreshes from three devices stay in step', async () => {
  const event = await door.openEvent();
  const tickets = await door.issue(event, 40);
  const devices = await Promise.all([1, 2, 3].map(() => door.pair(event, { canUndo: true })));
  let isBusy = true;
  const storm = (async () => {
    for (let round = 0; isBusy && round < 5_000; round++) {
      // Each touch makes the door read the tickets again, in the middle of their scans; locked in the order
      // in which everything locks tickets.
      await db.adminPool.query(
        `update app_public.tickets set updated_at = now() where id in (
           select id from app_public.tickets where event_id = $1 order by id for update)`,
        [event.id],
      );
    }
  })();
  let accepted = 0;
  let undone = 0;
  await Promise.all(
    devices.map(async (device, d) => {
      for (const [i, ticket] of tickets.entries()) {
        const scanId = randomUUID();
        const { body } = await door.scan(device, ticket.token, { scanId });
        if (body.verdict === 'accepted') accepted++;
        if (body.verdict === 'accepted' && i % 4 === d) {
          expect((await door.call(device, 'POST', `/scans/${scanId}/undo`)).status).toBe(200);
          undone++;
        }
      }
    }),
  );
  isBusy = false;
  await storm;
  await until(async () => (await counts(event.id))?.admitted === accepted - undone, {
    what: 'the record to hold what the door decided',
  });
  expect((await counts(event.id))?.conflicts).toBe(0);
  expect(
    (await door.call(devices[0] ?? { id: '', token: '' }, 'GET', '/event')).body.counts,
  ).toEqual({ expected: 40, admitted: accepted - undone });
});

type RedisServer = Awaited<ReturnType<typeof startRedis>>;

/** A Redis server of one's own, to be killed. */
async function startRedis() {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'foyer-door-redis-'));
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess;

  async function ask<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    redis.on('error', () => {});
    try {
      await redis.connect();
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  }
  async function start() {
    child = spawn(
      'redis-server',
      [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--dir',
        dir,
        '--save',
        '',
        '--maxmemory-policy',
        'noeviction',
      ],
      { stdio: 'ignore' },
    );
    await until(() => ask((redis) => redis.ping()), { what: 'Redis to start' });
  }
  async function kill() {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
  }
  await start();
  return {
    url,
    start,
    kill,
    save: () => ask((redis) => redis.save()),
    /** Has it refuse every write with this error. @returns what mends it */
    async disturb(fault: 'MISCONF' | 'NOREPLICAS' | 'BUSY'): Promise<() => Promise<void>> {
      const redis = new Redis(url);
      const file = join(dir, 'dump.rdb');
      let script: Promise<unknown> | undefined;
      if (fault === 'MISCONF') {
        // A directory where its file belongs.
        rmSync(file, { force: true });
        mkdirSync(file);
        await redis.config('SET', 'save', '3600 1');
        await redis.bgsave();
      }
      if (fault === 'NOREPLICAS') await redis.config('SET', 'min-replicas-to-write', '1');
      if (fault === 'BUSY') {
        await redis.config('SET', 'busy-reply-threshold', '10');
        script = ask((other) => other.eval('while true do end', 0)).catch(() => {});
      }
      await until(() =>
        redis.set('written', 'no').then(
          () => false,
          (error: Error) => error.message.startsWith(fault),
        ),
      );
      return async () => {
        if (script) await redis.script('KILL');
        await script;
        rmSync(file, { recursive: true, force: true });
        await redis.config('SET', 'save', '', 'min-replicas-to-write', '0');
        await redis.quit();
      };
    },
    async crashAndRestart() {
      await kill();
      await start();
    },
    async stop() {
      await kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

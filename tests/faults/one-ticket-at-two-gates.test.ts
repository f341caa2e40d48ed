import { randomUUID } from 'node:crypto';
import { insertEvent, type SignedTicket, sellTickets, type TestEvent, until } from '@foyer/testing';
import { eventKeys } from '../../apps/checkin/src/redis/keys.ts';
import {
  FOYER_SECRET,
  openDoor,
  type TestDevice,
  type TestDoor,
} from '../../apps/checkin/test/door.ts';
import { type ChaosProxy, startChaosProxy, through } from '../support/chaos-proxy.ts';
import { checkDatabase } from '../support/invariants.ts';
import { quickOrLong } from '../support/long.ts';
import { seeded, seedNote } from '../support/seed.ts';

/** The same ticket held before many phones at once, at two gates that two processes serve. */
const DAY_MS = 86_400_000;
const random = seeded('one ticket at two gates');

let door: TestDoor;
let urls: string[];
beforeAll(async () => {
  door = await openDoor();
  urls = [door.url, (await door.startServer()).url];
});
afterAll(() => door.close());

type Scene = { event: TestEvent; devices: TestDevice[]; tickets: SignedTicket[] };
async function prepare(ticketCount: number): Promise<Scene> {
  const event = await insertEvent(door.db.pools.admin, {
    orgId: door.organization.id,
    startsAt: new Date(Date.now() - 3_600_000),
    quotas: { event: ticketCount },
  });
  const { rows } = await door.db.pools.admin.query<{ id: string }>(
    `insert into app_public.gates (org_id, event_id, name)
     values ($1, $2, 'North'), ($1, $2, 'South') returning id`,
    [event.orgId, event.id],
  );
  const tickets = await sellTickets(door.db.pools.admin, event, ticketCount, FOYER_SECRET);
  // As many phones as it takes to stay below what one phone may ask.
  const devices = [];
  for (let i = 0; i < 20; i++) {
    devices.push(await door.pair(event, { gateId: rows[i % 2]?.id, name: `Phone ${i}` }));
  }
  return { event, devices, tickets };
}

/** One presentation, by a phone whose clock may be a day off, at either process. */
async function scan(scene: Scene, token: string, scanId: string, nth: number) {
  const device = scene.devices[nth % scene.devices.length] as TestDevice;
  const answer = await door.call(
    device,
    'POST',
    '/scans',
    {
      scanId,
      token,
      method: 'scan',
      scannedAt: new Date(Date.now() + random.pick([-DAY_MS, 0, DAY_MS])).toISOString(),
    },
    random.pick(urls),
  );
  if (answer.status !== 200) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as { verdict: string; originalVerdict?: string; firstUse?: { at: string } };
}

const recorded = async (event: TestEvent) =>
  (
    await door.db.pools.admin.query<{ scans: number; conflicts: number; admitted: number }>(
      `select
         (select count(*)::int from app_public.scans where event_id = $1) as scans,
         (select count(*)::int from app_public.scans where event_id = $1 and is_conflict) as conflicts,
         (select count(*)::int from app_public.check_ins where event_id = $1 and undone_at is null) as admitted`,
      [event.id],
    )
  ).rows[0];
const shown = async (scene: Scene) =>
  (await door.call(scene.devices[0] as TestDevice, 'GET', '/event')).body.counts.admitted;

test(`a thousand scans of one ticket at two gates admit once ${seedNote}`, async () => {
  for (let round = 0; round < quickOrLong(1, 20); round++) {
    const scene = await prepare(1);
    const token = scene.tickets[0]?.token ?? '';
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, i) => scan(scene, token, randomUUID(), i)),
    );
    const verdicts = answers.map(({ verdict }) => verdict);
    expect(verdicts.filter((verdict) => verdict === 'accepted')).toHaveLength(1);
    expect(verdicts.filter((verdict) => verdict === 'already_used')).toHaveLength(999);
    // Whoever was refused was told the same first use.
    expect(new Set(answers.flatMap(({ firstUse }) => firstUse?.at ?? [])).size).toBe(1);
    await until(async () => (await recorded(scene.event))?.scans === 1_000);
    expect(await recorded(scene.event)).toEqual({ scans: 1_000, conflicts: 0, admitted: 1 });
    expect(await shown(scene)).toBe(1);
  }
  expect(await checkDatabase(door.db.pools.admin)).toEqual([]);
});

test(`scans sent again under the same id, while others scan the same tickets, count once ${seedNote}`, async () => {
  const scene = await prepare(40);
  const scans = Array.from({ length: quickOrLong(300, 900) }, () => ({
    scanId: randomUUID(),
    ticket: random.pick(scene.tickets),
  }));
  // Each up to three times, in any order, at either process.
  const sent = scans.flatMap((one) => Array.from({ length: random.between(1, 3) }, () => one));
  const answers = new Map<string, string[]>();
  let nth = 0;
  while (nth < sent.length) {
    const wave = sent.slice(nth, nth + 60);
    await Promise.all(
      wave.map(async ({ scanId, ticket }, i) => {
        const { verdict, originalVerdict } = await scan(scene, ticket.token, scanId, nth + i);
        const known = answers.get(scanId) ?? [];
        answers.set(scanId, [...known, verdict === 'replayed' ? `${originalVerdict}` : verdict]);
      }),
    );
    nth += wave.length;
  }
  // The same id, the same answer.
  for (const given of answers.values()) expect(new Set(given).size).toBe(1);
  const admitted = scans.filter(({ scanId }) => answers.get(scanId)?.[0] === 'accepted');
  const used = new Set(scans.map(({ ticket }) => ticket.id));
  expect(admitted.map(({ ticket }) => ticket.id).sort()).toEqual([...used].sort());

  await until(async () => (await recorded(scene.event))?.scans === scans.length);
  expect(await recorded(scene.event)).toEqual({
    scans: scans.length,
    conflicts: 0,
    admitted: used.size,
  });
  expect(await shown(scene)).toBe(used.size);
  expect(await checkDatabase(door.db.pools.admin)).toEqual([]);
});

describe('Redis loses what one server decided and nobody had recorded', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  /** A server whose lines to the database can be cut, both or only the one that it listens on. */
  async function startFragile() {
    const target = Number(new URL(door.db.urls.checkin).port);
    const [statements, listening] = [await startChaosProxy(target), await startChaosProxy(target)];
    closing.push(statements.close, listening.close);
    const server = await door.startServer(true, {
      CHECKIN_DATABASE_URL: through(statements, door.db.urls.checkin),
      CHECKIN_LISTEN_DATABASE_URL: through(listening, door.db.urls.checkin),
    });
    closing.push(server.close);
    const cut = async (...lines: ChaosProxy[]) => {
      const before = await serversLocked();
      for (const line of lines) {
        line.set({ isRefusing: true });
        line.resetAll();
      }
      await until(async () => (await serversLocked()) < before, { what: 'the lock to be gone' });
    };
    return {
      ...server,
      cutListening: () => cut(listening),
      cutAll: () => cut(statements, listening),
      mend: () => statements.set({}),
    };
  }

  const serversLocked = async () =>
    (
      await door.db.pools.admin.query(
        `select from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and objsubid = 2
           and database = (select oid from pg_database where datname = current_database())`,
      )
    ).rows.length;

  /** Every server has looked into Redis after the last of them came. */
  async function haveMet(count: number): Promise<void> {
    const attendance = async () => {
      const [key = ''] = (await door.redis?.keys('foyer:attendance:*')) ?? [];
      const list: string[] = (await door.redis?.zrange(key, '0', '-1', 'WITHSCORES')) ?? [];
      return list.filter((_, i) => i % 2 === 1).map(Number);
    };
    const newest = Math.max(
      ...(await until(async () => {
        const times = await attendance();
        return times.length === count ? times : null;
      })),
    );
    await until(async () => (await attendance()).every((time) => time > newest));
  }

  /** As a phone does it: the same scan until there is a verdict. */
  const present = ({ devices, tickets }: Scene, url: string) => {
    const scanId = randomUUID();
    return until(
      async () => {
        const token = tickets[0]?.token ?? '';
        const { status, body } = await door.scan(devices[0] as TestDevice, token, { url, scanId });
        return (
          status === 200 && (body.verdict === 'replayed' ? body.originalVerdict : body.verdict)
        );
      },
      { what: 'a verdict' },
    );
  };

  /** @returns when it is on the stream and in no record: who drains is at work on something else */
  async function admitAt(scene: Scene, url: string): Promise<void> {
    await door.redis?.set(
      eventKeys(scene.event.id).drainLock,
      `${door.composition.redis.epoch()}:held by the test`,
      'PX',
      600_000,
    );
    expect(await present(scene, url)).toBe('accepted');
    expect(await recorded(scene.event)).toMatchObject({ scans: 0 });
  }

  async function expectRecordedOnce(scene: Scene): Promise<void> {
    await until(async () => {
      expect(await recorded(scene.event)).toEqual({ scans: 2, conflicts: 0, admitted: 1 });
      return true;
    });
  }

  test('another that is asked at once knows it', async () => {
    for (let round = 0; round < quickOrLong(3, 40); round++) {
      const scene = await prepare(1);
      const [first = '', second = ''] = round % 2 ? urls : [...urls].reverse();
      await admitAt(scene, first);
      await door.redis?.flushdb();
      expect(await present(scene, second)).toBe('already_used');
      await expectRecordedOnce(scene);
    }
  });

  test('a server that was started since, and never met the first, knows it', async () => {
    const scene = await prepare(1);
    await admitAt(scene, door.url);
    const fresh = await door.startServer(false);
    closing.push(fresh.close);
    await door.redis?.flushdb();
    expect(await present(scene, fresh.url)).toBe('already_used');
    await expectRecordedOnce(scene);
  });

  test('one that PostgreSQL has just lost sight of is waited for by those who met it', async () => {
    const fragile = await startFragile();
    const scene = await prepare(1);
    await haveMet(urls.length + 1);
    await fragile.cutListening();
    await admitAt(scene, fragile.url);
    await door.redis?.flushdb();
    expect(await present(scene, door.url)).toBe('already_used');
    await expectRecordedOnce(scene);
  });

  test('one that is cut off from PostgreSQL is waited for three seconds; then staff see what it admitted', async () => {
    const fragile = await startFragile();
    const scene = await prepare(1);
    await haveMet(urls.length + 1);
    await fragile.cutAll();
    await admitAt(scene, fragile.url);
    await door.redis?.flushdb();
    const lostAt = performance.now();
    expect(await present(scene, door.url)).toBe('accepted');
    expect(performance.now() - lostAt).toBeGreaterThan(2_900);
    fragile.mend();
    await until(async () => (await recorded(scene.event))?.scans === 2);
    expect(await recorded(scene.event)).toEqual({ scans: 2, conflicts: 1, admitted: 1 });
  });
});

test('positive control: a door that forgets a use between two scans lets two in, and that is counted', async () => {
  const scene = await prepare(1);
  const { token = '', id = '' } = scene.tickets[0] ?? {};
  expect(await scan(scene, token, randomUUID(), 0)).toMatchObject({ verdict: 'accepted' });
  await door.redis?.hdel(eventKeys(scene.event.id).uses, id);
  expect(await scan(scene, token, randomUUID(), 1)).toMatchObject({ verdict: 'accepted' });
  await until(async () => (await recorded(scene.event))?.scans === 2);
  expect(await recorded(scene.event)).toEqual({ scans: 2, conflicts: 1, admitted: 1 });
});

test.skip('offline batches with overlapping scans: scanning without a network is not built', () => {});

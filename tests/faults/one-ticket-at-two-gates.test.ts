import { randomUUID } from 'node:crypto';
import { insertEvent, type SignedTicket, sellTickets, type TestEvent, until } from '@foyer/testing';
import type { ScanAnswer } from '@foyer/types';
import { eventKeys } from '../../apps/checkin/src/redis/keys.ts';
import {
  FOYER_SECRET,
  openDoor,
  originalVerdictOf,
  type TestDevice,
  type TestDoor,
} from '../../apps/checkin/test/door.ts';
import { type ChaosProxy, startChaosProxy, through } from '../support/chaos-proxy.ts';
import { checkDoor } from '../support/door-behind-proxy.ts';
import { holdAfterEach } from '../support/invariants.ts';
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
holdAfterEach(() => checkDoor(door));
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
  const scannedAt = new Date(Date.now() + random.pick([-DAY_MS, 0, DAY_MS])).toISOString();
  const request = { scanId, token, method: 'scan', scannedAt };
  const url = random.pick(urls);
  const { firstUse, ...answer } = await until<ScanAnswer>(async () => {
    const { status, body } = await door.call(device, 'POST', '/scans', request, url);
    return status === 200 && body;
  });
  return { verdict: originalVerdictOf(answer), firstUse };
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
        const { verdict } = await scan(scene, ticket.token, scanId, nth + i);
        answers.set(scanId, [...(answers.get(scanId) ?? []), verdict]);
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

  const present = ({ devices, tickets }: Scene, url: string) =>
    door.verdictOf(devices[0] as TestDevice, tickets[0]?.token ?? '', url);

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

describe(`phones that were cut off tell what they did ${seedNote}`, () => {
  type Scan = { phone: number; ticket: number; minutesAgo: number; scanId: string };
  /** Of each ticket: who counts, and whose scans staff must see, by phone. */
  type State = { counts: string; conflicts: string[] }[];

  const ticketCount = 40;
  const clocks = [-DAY_MS, 0, DAY_MS, DAY_MS / 3, 0, -DAY_MS];
  /** Tickets by their number: shown online before anything is told, meanwhile, or never. */
  const isBefore = (ticket: number) => ticket % 5 === 0;
  const isMeanwhile = (ticket: number) => ticket % 5 === 1;

  /** Each ticket at one to four of the phones that are cut off, each at a minute of its own. */
  const plan = Array.from({ length: ticketCount }, (_, ticket) => {
    const phones = shuffled(clocks.map((_, i) => i)).slice(0, random.between(1, 4));
    const minutes = shuffled(Array.from({ length: 40 }, (_, i) => i + 1));
    return phones.map((phone, i) => ({ phone, ticket, minutesAgo: minutes[i] as number }));
  }).flat();

  function shuffled<T>(list: T[]): T[] {
    const rest = [...list];
    return list.map(() => rest.splice(random.between(0, rest.length - 1), 1)[0] as T);
  }

  /** In batches as phones make them: in their order, some sent twice, and a scan now and then in two batches. */
  function batchesOf(scans: Scan[]): Scan[][] {
    return clocks.flatMap((_, phone) => {
      const own = scans
        .filter((scan) => scan.phone === phone)
        .sort((a, b) => b.minutesAgo - a.minutesAgo);
      const batches: Scan[][] = [];
      for (let at = 0; at < own.length; ) {
        const size = random.between(1, 6);
        const batch = own.slice(at, at + size);
        batches.push(random.chance(0.3) ? [...batch, batch[0] as Scan] : batch);
        if (random.chance(0.3)) batches.push(batch);
        at += random.chance(0.2) ? Math.max(1, size - 1) : size;
      }
      return batches;
    });
  }

  async function tell(scene: Scene, base: number, batch: Scan[]): Promise<void> {
    const phone = batch[0]?.phone ?? 0;
    const clock = clocks[phone] ?? 0;
    await until(
      async () => {
        const { status } = await door.call(
          scene.devices[phone] as TestDevice,
          'POST',
          '/offline-scans',
          {
            deviceTime: new Date(Date.now() + clock).toISOString(),
            scans: batch.map(({ scanId, ticket, minutesAgo }) => ({
              scanId,
              token: scene.tickets[ticket]?.token,
              method: 'scan',
              scannedAt: new Date(base + clock - minutesAgo * 60_000).toISOString(),
              verdict: 'accepted',
            })),
          },
          random.pick(urls),
        );
        return status === 200;
      },
      { what: 'a batch to be taken' },
    );
  }

  async function stateOf(scene: Scene, nameOf: Map<string, string>): Promise<State> {
    const { rows } = await door.db.pools.admin.query<{
      ticket_id: string;
      counts: string[];
      conflicts: string[];
    }>(
      `select t.id as ticket_id,
         array(select c.scan_id from app_public.check_ins c where c.ticket_id = t.id and c.undone_at is null) as counts,
         array(select s.id from app_public.scans s where s.ticket_id = t.id and s.is_conflict) as conflicts
       from app_public.tickets t where t.event_id = $1`,
      [scene.event.id],
    );
    return scene.tickets.map(({ id }) => {
      const row = rows.find(({ ticket_id }) => ticket_id === id);
      const name = (scanId: string) => nameOf.get(scanId) ?? '';
      return {
        counts: (row?.counts ?? []).map(name).join(' and '),
        conflicts: (row?.conflicts ?? []).map(name).sort(),
      };
    });
  }

  test('in whichever order: one admission per ticket, the same one, the others reported', async () => {
    const finals: State[] = [];
    for (let round = 0; round < quickOrLong(3, 25); round++) {
      const scene = await prepare(ticketCount);
      const base = Date.now();
      const scans = plan.map((one) => ({ ...one, scanId: randomUUID() }));
      const nameOf = new Map(scans.map(({ scanId, phone }) => [scanId, `phone ${phone}`]));
      const online: { ticket: number; scanId: string; verdict: string }[] = [];
      const showOnline = async (ticket: number) => {
        const scanId = randomUUID();
        nameOf.set(scanId, 'online');
        const token = scene.tickets[ticket]?.token ?? '';
        online.push({ ticket, scanId, verdict: (await scan(scene, token, scanId, 7)).verdict });
      };
      for (let ticket = 0; ticket < ticketCount; ticket++)
        if (isBefore(ticket)) await showOnline(ticket);

      const meanwhile = scene.tickets.flatMap((_, ticket) => (isMeanwhile(ticket) ? [ticket] : []));
      const work = shuffled([
        ...batchesOf(scans).map((batch) => () => tell(scene, base, batch)),
        ...meanwhile.map((ticket) => () => showOnline(ticket)),
      ]);
      // Redis forgets everything in the middle of it, in every other round.
      if (round % 2 === 1)
        work.splice(work.length / 2, 0, async () => void (await door.redis?.flushdb()));
      for (let at = 0; at < work.length; at += 4) {
        await Promise.all(work.slice(at, at + 4).map((step) => step()));
      }

      await until(
        async () => (await recorded(scene.event))?.scans === scans.length + online.length,
      );
      const expected: State = scene.tickets.map((_, ticket) => {
        const own = scans
          .filter((one) => one.ticket === ticket)
          .sort((a, b) => b.minutesAgo - a.minutesAgo)
          .map(({ phone }) => `phone ${phone}`);
        const isAdmittedOnline = online.some(
          (one) => one.ticket === ticket && one.verdict === 'accepted',
        );
        const [counts = '', ...others] = isAdmittedOnline ? ['online', ...own] : own;
        return { counts, conflicts: others.sort() };
      });
      const state = await stateOf(scene, nameOf);
      expect(state).toEqual(expected);
      finals.push(state.filter((_, ticket) => !isMeanwhile(ticket)));
      expect((await recorded(scene.event))?.admitted).toBe(ticketCount);
      await until(async () => (await shown(scene)) === ticketCount);
    }
    for (const final of finals) expect(final).toEqual(finals[0]);
  });
});

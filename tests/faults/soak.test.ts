import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type TestEvent, until } from '@foyer/testing';
import {
  confirmFree,
  dataOf,
  graphql,
  nameAttendees,
  orderDetails,
  pay,
  release,
  reserve,
  startPayment,
} from '../support/buyer.ts';
import { type Door, openDoor, scanUntilAnswered } from '../support/door.ts';
import { checkInvariants, watchCapacity } from '../support/invariants.ts';
import { isLong, longMs, quickOrLong } from '../support/long.ts';
import { report } from '../support/report.ts';
import { openSale } from '../support/sale.ts';
import { type Random, seeded, seedNote } from '../support/seed.ts';
import { useSystem } from '../support/system.ts';

const services = ['api', 'worker', 'checkin'] as const;
const system = useSystem({
  services: [...services, 'sandbox', 'inbox'],
  variables: ({ stateDir }) => {
    const NODE_OPTIONS = `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${stateDir}`;
    return isLong
      ? { api: { NODE_OPTIONS }, worker: { NODE_OPTIONS }, checkin: { NODE_OPTIONS } }
      : {};
  },
});

const minutes = 60_000;
const lengthMs = quickOrLong(5_000, longMs);
/** Only so long says what a day is like; then the goals are asserted as they stand. */
const isFull = isLong && longMs >= 20 * minutes;

/** Tables that grow with what is sold, admitted and said; the rest stays as it is. */
const growByDesign = [
  ...['registrations', 'registration_items', 'tickets', 'ticket_secrets', 'payments', 'refunds'],
  ...['payment_events', 'ledger_entries', 'scans', 'check_ins', 'audit_logs', 'audit_seals'],
  // Swept some hours after they were published; kept so that nothing is sent twice.
  ...['outbox', 'deliveries'],
];

test(
  `everything at once for ${lengthMs / 1_000} s: no memory and no table grows that should not, and nobody waits longer at the end ${seedNote}`,
  async () => {
    const { admin } = system();
    const free = await openSale(system());
    const paid = await openSale(system(), { ticketTypes: [{ priceMinor: 2500 }] });
    const door = await openDoor(system(), { tickets: quickOrLong(50, 500), devices: 4 });
    const watch = watchCapacity(admin);
    const memory: Map<string, number>[] = [];
    const times = new Map<string, { at: number; ms: number }[]>();
    const acknowledged: string[] = [];
    let began = Date.now();
    let phaseMs = 0;
    let hasFailed = false;
    const isOver = () => hasFailed || Date.now() - began > phaseMs;
    const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
      const at = performance.now();
      const result = await work();
      const list = times.get(what) ?? [];
      list.push({ at: Date.now() - began, ms: performance.now() - at });
      times.set(what, list);
      return result;
    };
    const loop = async (name: string, pauseMs: number, work: (random: Random) => Promise<void>) => {
      const random = seeded(name);
      while (!isOver()) {
        await work(random).catch((error: unknown) => {
          hasFailed = true;
          throw error;
        });
        await sleep(pauseMs * random.next() * 2);
      }
    };
    const many = (count: number, start: (i: number) => Promise<void>) =>
      Array.from({ length: count }, (_, i) => start(i));

    const tablesBefore = await tableSizes();
    const everything = async (ms: number) => {
      began = Date.now();
      phaseMs = ms;
      times.clear();
      await Promise.all([
        ...many(4, (i) => loop(`holder ${i}`, 100, (random) => holdOrBuy(free, random))),
        ...many(2, (i) => loop(`payer ${i}`, 500, () => buy(paid))),
        ...many(4, (i) => loop(`reader ${i}`, 60, () => read(free))),
        ...many(2, (i) => loop(`gate ${i}`, 150, (random) => enter(door, i, random))),
      ]);
    };
    // Until caches are filled; then what is measured.
    await everything(lengthMs * 0.15);
    if (isLong) memory.push(await liveMemory());
    const resident = watchResident(isLong);
    await everything(lengthMs * 0.85);
    resident.stop();
    if (isLong) memory.push(await liveMemory());

    async function holdOrBuy(event: TestEvent, random: Random): Promise<void> {
      const held = dataOf(await timed('reserve', () => reserve(system(), event)));
      acknowledged.push(held.registrationId);
      const end = random.next();
      if (end < 0.3) return;
      if (end < 0.5) return void dataOf(await timed('release', () => release(system(), held)));
      await timed('attendees', () => nameAttendees(system(), event, held));
      dataOf(await timed('confirm', () => confirmFree(system(), held)));
    }
    async function buy(event: TestEvent): Promise<void> {
      const held = dataOf(await timed('reserve', () => reserve(system(), event)));
      acknowledged.push(held.registrationId);
      const details = orderDetails(event, held);
      const page = dataOf(
        await timed('payment page', () => startPayment(system(), held, { details })),
      );
      await pay(system(), page);
    }
    async function read(event: TestEvent): Promise<void> {
      const query =
        'query E($id: UUID!) { discoverEvents(first: 20) { totalCount nodes { id title } } event(id: $id) { id title } }';
      dataOf(await timed('read', () => graphql(system(), query, { id: event.id })));
    }
    async function enter({ tokens, devices }: Door, gate: number, random: Random): Promise<void> {
      await timed('scan', () =>
        scanUntilAnswered(system(), devices[gate] ?? '', random.pick(tokens)),
      );
    }

    const tablesAfter = await tableSizes();
    expect((await watch.stop()).violations).toEqual([]);
    const found = await checkInvariants(system(), { acknowledged });
    expect(found).toEqual([]);

    const grown = [...tablesAfter]
      .filter(([table, rows]) => rows > (tablesBefore.get(table) ?? 0))
      // One row per event, made when it is first needed.
      .filter(([, rows]) => rows > (tablesAfter.get('events') ?? 0))
      .map(([table]) => table);
    expect(grown.filter((table) => !growByDesign.includes(table))).toEqual([]);

    if (!isLong) return;
    for (const service of services) {
      const [before = 0, after = 0] = memory.map((sizes) => sizes.get(service) ?? 0);
      const perMinute = (after - before) / 1e6 / (phaseMs / minutes);
      report(
        `${service}: live memory ${(after / 1e6).toFixed(1)} MB, ${perMinute.toFixed(2)} MB a minute (goal: 1)`,
      );
      // A leak of a kilobyte a request would be more than this.
      expect(perMinute).toBeLessThan(isFull ? 1 : 2);
      // Of the last half: until then V8 takes what it is given, and caches fill.
      const slope = resident.slopeOf(service, phaseMs / 2);
      report(`${service}: resident memory ${slope.toFixed(2)} MB a minute (goal: 1)`);
      if (isFull) expect([service, slope < 1]).toEqual([service, true]);
    }
    for (const [what, list] of times) {
      const quarter = (share: number, from: number, to: number) =>
        percentile(
          share,
          list.filter(({ at }) => at >= from * phaseMs && at < to * phaseMs).map(({ ms }) => ms),
        );
      const [first, last] = [quarter(0.99, 0, 0.25), quarter(0.99, 0.75, 1)];
      report(
        `${what}: ${list.length} times, p99 ${first.toFixed(0)} ms at first, ${last.toFixed(0)} ms at the end (${(last / first).toFixed(2)}x, goal: 1.3)`,
      );
      if (isFull) expect([what, last <= 1.3 * first]).toEqual([what, true]);
      // The median, and with room: in a minute what else a machine does moves the 99th percentile more than we do.
      else expect(quarter(0.5, 0.75, 1)).toBeLessThan(3 * quarter(0.5, 0, 0.25) + 20);
    }
  },
  lengthMs + 4 * minutes,
);

function percentile(share: number, values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}

async function tableSizes(): Promise<Map<string, number>> {
  const { rows: tables } = await system().admin.query<{ name: string; path: string }>(
    `select c.relname as name, c.oid::regclass::text as path from pg_class c
     where c.relkind = 'r' and c.relnamespace::regnamespace::text in ('app_public', 'app_private')`,
  );
  const sizes = new Map<string, number>();
  for (const { name, path } of tables) {
    const { rows } = await system().admin.query<{ n: number }>(
      `select count(*)::int as n from ${path}`,
    );
    sizes.set(name, rows[0]?.n ?? 0);
  }
  return sizes;
}

/** What the system gave each process, every five seconds. */
function watchResident(isWatching: boolean) {
  const samples = new Map<string, { at: number; mb: number }[]>(services.map((name) => [name, []]));
  const look = () => {
    for (const [name, list] of samples) {
      const pid = String(system().supervisor.pidOf(name));
      const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', pid], { encoding: 'utf8' });
      list.push({ at: Date.now(), mb: (Number(stdout) * 1_024) / 1e6 });
    }
  };
  const timer = isWatching ? setInterval(look, 5_000) : undefined;
  return {
    stop: () => clearInterval(timer),
    /** MB a minute over the last so many milliseconds: the line that fits best. */
    slopeOf(name: string, lastMs: number): number {
      const since = (samples.get(name)?.at(-1)?.at ?? 0) - lastMs;
      const points = (samples.get(name) ?? []).filter(({ at }) => at >= since);
      const mean = (pick: (point: { at: number; mb: number }) => number) =>
        points.reduce((sum, point) => sum + pick(point), 0) / points.length;
      const [at, mb] = [mean((point) => point.at), mean((point) => point.mb)];
      const over = mean((point) => (point.at - at) ** 2);
      return (mean((point) => (point.at - at) * (point.mb - mb)) / over) * minutes;
    },
  };
}

/**
 * What each service really holds: writing a snapshot of the heap collects everything else first. What the
 * system gave a process says little in a short run, for V8 takes its time to give it back.
 */
async function liveMemory(): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for (const service of services) {
    const pid = system().supervisor.pidOf(service);
    if (!pid) throw new Error(`${service} does not run`);
    const { stateDir } = system();
    const isSnapshot = (file: string) => file.endsWith('.heapsnapshot');
    process.kill(pid, 'SIGUSR2');
    // Written when its size stays the same: the process does nothing else meanwhile.
    let last = -1;
    const file = await until(
      () => {
        const [found] = readdirSync(stateDir).filter(isSnapshot);
        if (!found) return null;
        const path = join(stateDir, found);
        const { size } = statSync(path);
        const isWritten = size > 0 && size === last;
        last = size;
        return isWritten ? path : null;
      },
      { everyMs: 1_000, what: `the heap of ${service}` },
    );
    sizes.set(service, statSync(file).size);
    rmSync(file);
  }
  return sizes;
}

/**
 * Scans per second through the check-in service (HTTP, device token, signed code, script, journal, drain
 * to PostgreSQL) at 8 phones, over what redis-benchmark gets out of the same script with 8 connections.
 * Then the door beside an on-sale: 500 scans a second at their times while 64 buyers reserve as fast as
 * they can. Then how long the door is closed when Redis has lost everything.
 */
import { MOST_TRIES, median, runBench, settle } from './support/bench.ts';
import {
  checkSales,
  eventOnSale,
  ordersOf,
  reserveOutcomes,
  signInMany,
} from './support/buyers.ts';
import { cpuSeconds } from './support/cpu.ts';
import { checkDoor, doorIsDrained, doorIsReady, eventWithDoor, withRedis } from './support/door.ts';
import { loadApart } from './support/http-load.ts';
import { claimScript } from './support/redis-benchmark.ts';
import { withPhones } from './support/scan-load.ts';

const phones = 8;
const tickets = 200_000;
/** A device may make 30 requests a second: so many that no limit is met at 20,000 scans a second. */
const devices = 1_000;
/** So often, so long: in 5 s a single stall of the machine of 50 ms is the 99th percentile. */
const beside = { perSecond: 500, phones: 32, buyers: 64, times: 3, seconds: 10 };

await runBench(
  {
    name: 'checkin',
    services: ['api', 'checkin'],
    variables: { api: { API_RATE_LIMITS: 'false' } },
  },
  async ({ system, seconds, rounds, interleave }) => {
    const event = await eventWithDoor(system, { tickets, devices });
    await doorIsReady(system, event);
    return await withRedis(system.plan.checkinRedisUrl, (redis) =>
      withPhones(system, event, async (present) => {
        const script = await claimScript(system);
        const admitted: number[] = [];
        let decided = 0;
        let bad = 0;
        let next = 0;
        const scan = async (run: {
          phones: number;
          seconds: number;
          most: number;
          perSecond?: number;
        }) => {
          const service = () => cpuSeconds(system.supervisor.pidOf('checkin'));
          const store = () => cpuSeconds(system.supervisor.pidOf('redis-checkin'));
          const before = { service: service(), store: store() };
          const result = await present({
            ...run,
            from: next,
            to: Math.min(tickets, next + run.most),
          });
          const cpu = { service: service() - before.service, store: store() - before.store };
          const drainedAfterMs = await doorIsDrained(redis, event);
          next = result.next;
          for (const position of result.admitted) admitted.push(position);
          const { accepted = 0, already_used = 0 } = result.verdicts;
          decided += accepted + already_used;
          bad += result.scans - accepted - already_used;
          if (result.firstBad) console.log(`a bad answer: ${result.firstBad.slice(0, 600)}`);
          return { ...result, cpu, drainedAfterMs };
        };

        const pacedTickets = beside.perSecond * beside.seconds + 100;
        const warmUp = 20_000;
        await scan({ phones, seconds: 3, most: warmUp });
        await script(phones);
        const share = Math.floor(
          (tickets - beside.times * pacedTickets - warmUp) / (rounds * MOST_TRIES),
        );
        const { baseline, drift, subjects } = await interleave(
          () => script(phones),
          () => scan({ phones, seconds, most: share }),
        );

        const sale = await eventOnSale(system);
        const orders = ordersOf(system, sale, await signInMany(system, beside.buyers));
        const acknowledged: string[] = [];
        const reserve = async (forSeconds: number) => {
          const report = await loadApart({
            ...orders,
            clients: beside.buyers,
            seconds: forSeconds,
            outcomes: { held: reserveOutcomes.held },
          });
          acknowledged.push(...(report.kept.held ?? []));
          return report;
        };
        await reserve(3);
        const rushes = [];
        for (let i = 0; i < beside.times; i += 1) {
          await settle(system);
          const [sold, door] = await Promise.all([
            reserve(beside.seconds + 1),
            scan({
              phones: beside.phones,
              seconds: beside.seconds,
              most: pacedTickets,
              perSecond: beside.perSecond,
            }),
          ]);
          rushes.push({ sold, door });
        }
        const doorProblem = await checkDoor(system, redis, event, admitted, decided);
        const saleProblem = await checkSales(system, sale.id, acknowledged);

        await redis.flushall();
        const rebuildMs = await doorIsReady(system, event);
        const afterwards = await checkDoor(system, redis, event, admitted, decided);

        const perSecond = median(subjects.map((s) => s.perSecond));
        const perScan = (part: 'service' | 'store') =>
          (median(subjects.map((s) => s.cpu[part] / s.scans)) || 0) * 1e6;
        return {
          measures: [
            {
              what: 'scans over calls of the script',
              value: perSecond / baseline,
              unit: 'x',
              goal: { atLeast: 0.15 },
              stretch: 0.25,
            },
            { what: `scans, ${phones} phones`, value: perSecond, unit: '/s' },
            {
              what: `the script, redis-benchmark, ${phones} connections`,
              value: baseline,
              unit: '/s',
            },
            { what: 'p50', value: median(subjects.map((s) => s.p50)), unit: 'ms' },
            { what: 'p99', value: median(subjects.map((s) => s.p99)), unit: 'ms' },
            { what: 'processor, service, per scan', value: perScan('service'), unit: 'us' },
            { what: 'processor, Redis, per scan', value: perScan('store'), unit: 'us' },
            {
              what: 'processor, phones, per scan',
              value: median(subjects.map((s) => s.cpuSeconds / s.scans)) * 1e6,
              unit: 'us',
            },
            {
              what: 'recorded in PostgreSQL, behind the last scan',
              value: median(subjects.map((s) => s.drainedAfterMs)),
              unit: 'ms',
            },
            {
              what: `p99 at ${beside.perSecond} scans/s beside an on-sale`,
              value: median(rushes.map(({ door }) => door.p99)),
              unit: 'ms',
              goal: { atMost: 25 },
            },
            {
              what: `  worst of ${beside.times}`,
              value: Math.max(...rushes.map(({ door }) => door.p99)),
              unit: 'ms',
            },
            { what: '  p50', value: median(rushes.map(({ door }) => door.p50)), unit: 'ms' },
            {
              what: 'reservations/s meanwhile',
              value: median(rushes.map(({ sold }) => sold.perSecond)),
              unit: '/s',
            },
            {
              what: `rebuild of ${tickets.toLocaleString('en')} tickets`,
              value: rebuildMs / 1000,
              unit: 's',
              goal: { atMost: 3 },
            },
          ],
          drift,
          bad: rushes.reduce((sum, { sold }) => sum + sold.bad, bad),
          invariants: [doorProblem, saleProblem, afterwards].find((text) => text !== 'ok') ?? 'ok',
          details: { admitted: admitted.length, scanned: decided },
        };
      }),
    );
  },
);

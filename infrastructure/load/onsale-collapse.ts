/**
 * Does the on-sale hold its rate when the crowd grows? Reservations per second of 1,000 clients over
 * those of 64 on the same hot ticket type, all connections opened before anybody starts; whether one
 * client is served as often as another; and whether the slowest wait is what the queue's length explains
 * (clients over rate, by Little's law) and nothing more.
 */
import { median, runBench } from './support/bench.ts';
import {
  checkSales,
  eventOnSale,
  ordersOf,
  reserveOutcomes,
  signInMany,
} from './support/buyers.ts';
import { loadApart } from './support/http-load.ts';

const few = 64;
const many = 1_000;

await runBench(
  { name: 'onsale-collapse', services: ['api'], variables: { api: { API_RATE_LIMITS: 'false' } } },
  async ({ system, seconds, interleave }) => {
    const event = await eventOnSale(system);
    const tokens = await signInMany(system, many);
    const acknowledged: string[] = [];
    let bad = 0;
    const reserve = async (clients: number, forSeconds: number) => {
      const report = await loadApart({
        ...ordersOf(system, event, tokens.slice(0, clients)),
        clients,
        seconds: forSeconds,
        outcomes: { held: reserveOutcomes.held },
        hasOwnAddresses: true,
      });
      acknowledged.push(...(report.kept.held ?? []));
      bad += report.bad;
      if (report.firstBad) console.log(`a bad answer: ${report.firstBad}`);
      return report;
    };

    await reserve(many, 3);
    const { baseline, drift, subjects } = await interleave(
      async () => (await reserve(few, seconds)).perSecond,
      () => reserve(many, seconds),
    );
    const middle = (of: (report: (typeof subjects)[number]) => number) => median(subjects.map(of));
    return {
      measures: [
        {
          what: `rate of ${many} clients over rate of ${few}`,
          value: middle((s) => s.perSecond) / baseline,
          unit: 'x',
          goal: { atLeast: 0.75 },
        },
        {
          what: 'least served over most served',
          value: middle((s) => s.leastServed / s.mostServed),
          unit: 'x',
          goal: { atLeast: 0.8 },
        },
        {
          what: 'p99 over clients / rate',
          value: middle((s) => s.p99 / 1000 / (many / s.perSecond)),
          unit: 'x',
          goal: { atMost: 2 },
        },
        { what: `reservations, ${few} clients`, value: baseline, unit: '/s' },
        { what: `reservations, ${many} clients`, value: middle((s) => s.perSecond), unit: '/s' },
        { what: `p99, ${many} clients`, value: middle((s) => s.p99), unit: 'ms' },
        {
          what: 'slowest first answer',
          value: Math.max(...subjects.map((s) => s.slowestFirstMs)),
          unit: 'ms',
        },
        { what: 'load client, of a core', value: middle((s) => s.clientCpuShare), unit: 'x' },
      ],
      drift,
      bad,
      invariants: await checkSales(system, event.id, acknowledged),
    };
  },
);

/**
 * Reservations per second through the whole front (HTTP, access token, GraphQL, batching, in `reserve_batch` what
 * stands for the policies of row-level security, idempotency, audit; a hold sends no message) at 64 clients, over
 * what PostgreSQL does when a single row is updated in a loop: `update … set sold = sold + 1 where sold < capacity`,
 * at the number of connections that suits it best. Client, API and database share the machine.
 */
import { median, runBench } from './support/bench.ts';
import {
  checkSales,
  eventOnSale,
  ordersOf,
  reserveOutcomes,
  signInMany,
} from './support/buyers.ts';
import { cpuSeconds } from './support/cpu.ts';
import { loadApart } from './support/http-load.ts';
import { bestRowUpdate } from './support/pgbench.ts';

const clients = 64;

await runBench(
  { name: 'onsale', services: ['api'], variables: { api: { API_RATE_LIMITS: 'false' } } },
  async ({ system, seconds, interleave }) => {
    const event = await eventOnSale(system);
    const orders = ordersOf(system, event, await signInMany(system, clients));
    const acknowledged: string[] = [];
    let bad = 0;
    const cpuOf = (name: string) => cpuSeconds(system.supervisor.pidOf(name));
    const reserve = async (forSeconds: number) => {
      const before = { api: cpuOf('api'), postgres: cpuOf('postgres') };
      const report = await loadApart({
        ...orders,
        clients,
        seconds: forSeconds,
        outcomes: { held: reserveOutcomes.held },
      });
      const count = report.counts.held ?? 1;
      acknowledged.push(...(report.kept.held ?? []));
      bad += report.bad;
      if (report.firstBad) console.log(`a bad answer: ${report.firstBad}`);
      return {
        ...report,
        apiMicros: ((cpuOf('api') - before.api) / count) * 1e6,
        postgresMicros: ((cpuOf('postgres') - before.postgres) / count) * 1e6,
      };
    };

    const rowUpdate = await bestRowUpdate(system);
    await reserve(3);
    const { baseline, drift, subjects } = await interleave(
      () => rowUpdate.run(seconds),
      () => reserve(seconds),
    );
    const middle = (of: (report: (typeof subjects)[number]) => number) => median(subjects.map(of));
    const perSecond = middle((s) => s.perSecond);
    return {
      measures: [
        {
          what: 'reservations over row updates',
          value: perSecond / baseline,
          unit: 'x',
          goal: { atLeast: 1 },
          stretch: 1.5,
        },
        { what: `reservations, ${clients} clients`, value: perSecond, unit: '/s' },
        {
          what: `one row, pgbench, ${rowUpdate.connections} connections`,
          value: baseline,
          unit: '/s',
        },
        { what: 'p50', value: middle((s) => s.p50), unit: 'ms' },
        { what: 'p99', value: middle((s) => s.p99), unit: 'ms' },
        { what: 'processor time, API', value: middle((s) => s.apiMicros), unit: 'us' },
        { what: 'processor time, PostgreSQL', value: middle((s) => s.postgresMicros), unit: 'us' },
        { what: 'load client, of a core', value: middle((s) => s.clientCpuShare), unit: 'x' },
      ],
      drift,
      bad,
      invariants: await checkSales(system, event.id, acknowledged),
    };
  },
);

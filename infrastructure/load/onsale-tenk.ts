/**
 * Ten thousand people want 5,000 tickets at the same second, one to four each: all are connected, from
 * addresses and with accounts of their own, and nobody asks twice. Exactly 5,000 tickets are held, the
 * rest is told why not, and truly; the measure is how long people wait for the answer that is final.
 */
import { median, runBench } from './support/bench.ts';
import {
  checkSales,
  confirmHolds,
  eventOnSale,
  ordersOf,
  reserveOutcomes,
  signInMany,
} from './support/buyers.ts';
import { cpuSeconds } from './support/cpu.ts';
import { loadApart } from './support/http-load.ts';
import type { LoadReport } from './support/load-client.ts';
import { seeded } from './support/seeded.ts';
import { untrueRefusals } from './support/untrue-refusals.ts';

const buyers = 10_000;
const tickets = 5_000;
const late = 500;
const seed = 20_261_121;

await runBench(
  {
    name: 'onsale-tenk',
    services: ['api'],
    variables: { api: { API_RATE_LIMITS: 'false' } },
    rounds: 3,
  },
  async ({ system, rounds }) => {
    const { admin } = system;
    const tokens = await signInMany(system, buyers);
    const random = seeded(seed);
    const quantities = tokens.map(() => 1 + Math.floor(random() * 4));
    console.log(`quantities from seed ${seed}`);

    const rush = (event: Awaited<ReturnType<typeof eventOnSale>>, clients: number) =>
      loadApart({
        ...ordersOf(system, event, tokens.slice(0, clients), quantities),
        clients,
        seconds: null,
        outcomes: reserveOutcomes,
        hasOwnAddresses: true,
      });

    // Warm, as a server is that sold something this morning.
    await rush(await eventOnSale(system), 2_000);

    const problems: string[] = [];
    const reports: LoadReport[] = [];
    const processes = ['api', 'postgres'] as const;
    const cpuOf = () => processes.map((name) => cpuSeconds(system.supervisor.pidOf(name)));
    const cpuUs: number[][] = [];
    for (let round = 0; round < rounds; round += 1) {
      await admin.query('vacuum');
      await admin.query('checkpoint');
      const event = await eventOnSale(system, tickets);
      const before = cpuOf();
      const report = await rush(event, buyers);
      cpuUs.push(cpuOf().map((after, i) => ((after - (before[i] ?? 0)) / buyers) * 1e6));
      reports.push(report);
      const held = report.kept.held ?? [];
      const { held: holds = 0, heldByOthers = 0, soldOut = 0 } = report.counts;
      console.log(
        `round ${round + 1}: ${holds} orders hold tickets, ${heldByOthers} were told "held by others",` +
          ` ${soldOut} "sold out"; everybody answered after ${(report.seconds * 1000).toFixed(0)} ms`,
      );
      if (report.firstBad) console.log(`a bad answer: ${report.firstBad}`);
      const { rows } = await admin.query<{ held_count: number }>(
        'select held_count from app_public.quotas where event_id = $1',
        [event.id],
      );
      if (rows[0]?.held_count !== tickets)
        problems.push(`${rows[0]?.held_count} of ${tickets} tickets are held`);
      // While all of them are only held, any may come back.
      if (soldOut > 0) problems.push(`${soldOut} were told "sold out" of tickets that are held`);
      const untrue = await untrueRefusals(admin, event.id, tickets, report.answers, quantities);
      if (untrue > 0) problems.push(`${untrue} were refused tickets that were there`);
      await confirmHolds(system, event.id);
      const sales = await checkSales(system, event.id, held);
      if (sales !== 'ok') problems.push(sales);
      const { counts } = await rush(event, late);
      if (counts.soldOut !== late)
        problems.push(`${counts.soldOut ?? 0} of ${late} late buyers were told "sold out"`);
    }

    const middle = (of: (report: (typeof reports)[number]) => number) => median(reports.map(of));
    const serverErrors = reports.reduce((sum, report) => sum + report.serverErrors, 0);
    if (serverErrors > 0) problems.push(`${serverErrors} answers with a status of 500 or more`);
    return {
      measures: [
        {
          what: 'p99 of the first final answer',
          value: middle((r) => r.p99) / 1000,
          unit: 's',
          goal: { atMost: 2 },
          stretch: 1.5,
        },
        { what: 'median answer', value: middle((r) => r.p50) / 1000, unit: 's' },
        { what: 'slowest answer', value: middle((r) => r.slowest) / 1000, unit: 's' },
        { what: 'buyers answered', value: middle((r) => buyers / r.seconds), unit: '/s' },
        ...processes.map((name, i) => ({
          what: `${name}, processor time per buyer`,
          value: median(cpuUs.map((us) => us[i] ?? 0)),
          unit: 'us',
        })),
        { what: 'load client, of a core', value: middle((r) => r.clientCpuShare), unit: 'x' },
      ],
      bad: reports.reduce((sum, report) => sum + report.bad, 0),
      invariants: problems[0] ?? 'ok',
      details: { seed, buyers, tickets, serverErrors },
    };
  },
);

/**
 * What one tenant's crowd costs another tenant: the p99 of a small event's page and of its orders, alone
 * and while another organization's event is flooded. The flood is ten times what its waiting room admits
 * (500 orders a second), with the room and the proof of work switched on as every event has them; then,
 * as the worst case, 64 clients without a room that send as fast as they are answered.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { insertEvent, insertOrganization } from '@foyer/testing';
import { compareTurns, median, runBench, settle, takeTurns } from './support/bench.ts';
import {
  checkSales,
  eventOnSale,
  ordersOf,
  reserveOutcomes,
  signInMany,
} from './support/buyers.ts';
import { loadApart } from './support/http-load.ts';
import type { LoadReport } from './support/load-client.ts';

const floodPerSecond = 500;

/** What the neighbour met, and the crowd beside it. */
type Visit = LoadReport & { crowd?: LoadReport };

await runBench(
  {
    name: 'neighbour',
    services: ['api'],
    variables: { api: { API_RATE_LIMITS: 'false' } },
    // A 99th percentile scatters: that of many turns scatters less.
    seconds: 6,
    rounds: 6,
  },
  async ({ system, seconds, rounds }) => {
    const port = Number(new URL(system.plan.publicUrls.api).port);
    const tokens = await signInMany(system, 64);
    const small = await eventOnSale(system);
    const { id: orgId } = await insertOrganization(system.admin);
    const rushed = await insertEvent(system.admin, {
      orgId,
      waitingRoom: 'auto',
      quotas: { event: 10_000_000 },
    });
    const unprotected = await eventOnSale(system);

    const acknowledged: string[] = [];
    const acknowledgedToCrowds = { [rushed.id]: [] as string[], [unprotected.id]: [] as string[] };
    /** A hundred pages and a hundred orders a second: enough that one slow answer is not the 99th percentile. */
    const visit = async (forSeconds: number) => {
      const query = JSON.stringify({
        query:
          'query($id: UUID!) { event(id: $id) { title summary startsAt endsAt timezone organization { name slug } ticketTypes(first: 50) { nodes { id name priceMinor remaining availability } } } }',
        variables: { id: small.id },
      });
      const page = `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(query)}\r\n\r\n${query}`;
      const report = await loadApart({
        host: '127.0.0.1',
        port,
        clients: 8,
        seconds: forSeconds,
        perSecond: 200,
        requests: ordersOf(system, small, tokens.slice(0, 4)).requests.flatMap((order) => [
          page,
          order,
        ]),
        outcomes: { page: '"title":"', held: reserveOutcomes.held },
      });
      acknowledged.push(...(report.kept.held ?? []));
      if (report.firstBad) console.log(`a bad answer: ${report.firstBad}`);
      return report;
    };
    const flood = async (event: typeof small, perSecond?: number) => {
      const report = await loadApart({
        ...ordersOf(system, event, tokens),
        clients: 64,
        seconds: seconds + 2,
        perSecond,
        outcomes: {
          held: reserveOutcomes.held,
          refused: '"code":"(?:WAITING_ROOM|PROOF_REQUIRED)"',
        },
      });
      acknowledgedToCrowds[event.id]?.push(...(report.kept.held ?? []));
      return report;
    };
    const alone: Visit[] = [];
    const inFlood: Visit[] = [];
    const inWorstCase: Visit[] = [];
    const visitDuring = async (visits: Visit[], crowd?: () => ReturnType<typeof flood>) => {
      await settle(system);
      // What the crowd of the turn before left to clean up in the API's memory is not part of this one.
      await visit(1);
      const flooding = crowd?.();
      if (flooding) await sleep(1_000);
      const report = await visit(seconds);
      visits.push({ ...report, crowd: await flooding });
      return report.p99;
    };

    await visit(3);
    const turns = await takeTurns(rounds, () => visitDuring(alone), [
      () => visitDuring(inFlood, () => flood(rushed, floodPerSecond)),
      () => visitDuring(inWorstCase, () => flood(unprotected)),
    ]);
    const { baseline, values, growths, drift } = compareTurns(turns);
    const [floodGrowth = Number.NaN, worstGrowth = Number.NaN] = growths;
    const problems = [await checkSales(system, small.id, acknowledged)];
    for (const [eventId, theirs] of Object.entries(acknowledgedToCrowds))
      problems.push(await checkSales(system, eventId, theirs));
    const answers = (visits: Visit[]) =>
      median(visits.map(({ crowd }) => crowd?.perSecond ?? Number.NaN));
    return {
      measures: [
        {
          what: "neighbour's p99 in a flood, over its p99 alone",
          value: floodGrowth,
          unit: 'x',
          goal: { atMost: 2 },
        },
        { what: 'p99 alone', value: baseline, unit: 'ms' },
        { what: 'p99 in the flood', value: values[0] ?? Number.NaN, unit: 'ms' },
        { what: 'flood, answers', value: answers(inFlood), unit: '/s' },
        { what: 'p99 in the worst case, over alone', value: worstGrowth, unit: 'x' },
        { what: 'worst case, answers', value: answers(inWorstCase), unit: '/s' },
      ],
      drift,
      bad: [...alone, ...inFlood, ...inWorstCase].reduce(
        (sum, { bad, crowd }) => sum + bad + (crowd?.bad ?? 0),
        0,
      ),
      invariants: problems.find((problem) => problem !== 'ok') ?? 'ok',
    };
  },
);

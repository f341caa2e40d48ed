/**
 * What one tenant's crowd costs another tenant: the p99 of a small event's page and of its orders, alone
 * and while another organization's event is flooded. The flood is ten times what its waiting room admits
 * (500 orders a second), with the room and the proof of work switched on as every event has them; then,
 * as the worst case, 64 clients without a room that send as fast as they are answered.
 */
import { insertEvent, insertOrganization } from '@foyer/testing';
import { median, runBench } from './support/bench.ts';
import {
  checkSales,
  eventOnSale,
  ordersOf,
  reserveOutcomes,
  signInMany,
} from './support/buyers.ts';
import { loadApart } from './support/http-load.ts';

const floodPerSecond = 500;

await runBench(
  {
    name: 'neighbour',
    services: ['api'],
    variables: { api: { API_RATE_LIMITS: 'false' } },
    seconds: 6,
  },
  async ({ system, seconds, interleave }) => {
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
    /** Fifty pages and fifty orders a second: enough that one slow answer is not the 99th percentile. */
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
        perSecond: 100,
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
    const flood = (event: typeof small, perSecond?: number) =>
      loadApart({
        ...ordersOf(system, event, tokens),
        clients: 64,
        seconds: seconds + 2,
        perSecond,
        outcomes: {
          held: reserveOutcomes.held,
          refused: '"code":"(?:WAITING_ROOM|PROOF_REQUIRED)"',
        },
      });
    const visitDuring = async (crowd: ReturnType<typeof flood>) => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const report = await visit(seconds);
      return { ...report, crowd: await crowd };
    };

    await visit(3);
    let bad = 0;
    const { baseline, drift, subjects } = await interleave(
      async () => {
        const report = await visit(seconds);
        bad += report.bad;
        return report.p99;
      },
      async () => ({
        rushed: await visitDuring(flood(rushed, floodPerSecond)),
        unprotected: await visitDuring(flood(unprotected)),
      }),
    );
    const middle = (of: (round: (typeof subjects)[number]) => number) => median(subjects.map(of));
    return {
      measures: [
        {
          what: "neighbour's p99 in a flood, over its p99 alone",
          value: middle(({ rushed }) => rushed.p99) / baseline,
          unit: 'x',
          goal: { atMost: 2 },
        },
        { what: 'p99 alone', value: baseline, unit: 'ms' },
        { what: 'p99 in the flood', value: middle(({ rushed }) => rushed.p99), unit: 'ms' },
        {
          what: 'flood, answers',
          value: middle(({ rushed }) => rushed.crowd.perSecond),
          unit: '/s',
        },
        {
          what: 'p99 in the worst case, over alone',
          value: middle(({ unprotected }) => unprotected.p99) / baseline,
          unit: 'x',
        },
        {
          what: 'worst case, answers',
          value: middle(({ unprotected }) => unprotected.crowd.perSecond),
          unit: '/s',
        },
      ],
      drift,
      bad: subjects.reduce(
        (sum, { rushed, unprotected }) =>
          sum + rushed.bad + rushed.crowd.bad + unprotected.bad + unprotected.crowd.bad,
        bad,
      ),
      invariants: await checkSales(system, small.id, acknowledged),
    };
  },
);

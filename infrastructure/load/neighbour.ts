/**
 * What one tenant's crowd costs another tenant: the p99 of a small event's page and of its orders, alone
 * and while another organization's event is flooded. The flood is ten times what its waiting room admits
 * (500 orders a second), with the room and the proof of work switched on as every event has them; then,
 * as the worst case, 64 clients without a room that send as fast as they are answered.
 */
import { compareTurns, median, runBench, takeTurns } from './support/bench.ts';
import { moveInNextDoor, type Visit } from './support/next-door.ts';

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
    const { visit, check } = await moveInNextDoor(system);
    const alone: Visit[] = [];
    const inFlood: Visit[] = [];
    const inWorstCase: Visit[] = [];
    const note = async (visits: Visit[], visiting: Promise<Visit>) => {
      const report = await visiting;
      visits.push(report);
      return report.p99;
    };

    await visit(3);
    const turns = await takeTurns(rounds, () => note(alone, visit(seconds)), [
      () => note(inFlood, visit(seconds, 'flood')),
      () => note(inWorstCase, visit(seconds, 'worst case')),
    ]);
    const { baseline, values, growths, drift } = compareTurns(turns);
    const [floodGrowth = Number.NaN, worstGrowth = Number.NaN] = growths;
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
      invariants: await check(),
    };
  },
);

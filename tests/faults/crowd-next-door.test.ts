import { compareTurns, takeTurns } from '../../infrastructure/load/support/bench.ts';
import { moveInNextDoor, type Visit } from '../../infrastructure/load/support/next-door.ts';
import { acknowledge } from '../support/invariants.ts';
import { isLong, quickOrLong } from '../support/long.ts';
import { report } from '../support/report.ts';
import { useSystem } from '../support/system.ts';

/** Durable, as in production: the crowd and the neighbour share one disk. */
const system = useSystem({ services: ['api'], isDurable: true });

/** The goal. What a 99th percentile scatters, the median of the turns does not. */
const most = 2;
const turns = quickOrLong(1, 3);
const seconds = quickOrLong(1, 4);

test("a crowd at one tenant's event takes no answer from another's, nor, in the long form, the time for it", async () => {
  const { visit, acknowledged } = await moveInNextDoor(system());
  const visits: Visit[] = [];
  const p99 = async (visiting: Promise<Visit>) => {
    const visit = await visiting;
    visits.push(visit);
    return visit.p99;
  };
  const taken = await takeTurns(turns, () => p99(visit(seconds)), [
    () => p99(visit(seconds, 'flood')),
  ]);
  acknowledge(acknowledged());
  for (const { bad, crowd } of visits) {
    expect(bad).toBe(0);
    expect(crowd?.bad ?? 0).toBe(0);
  }
  const refused = visits.reduce((sum, { crowd }) => sum + (crowd?.counts.refused ?? 0), 0);
  expect(refused).toBeGreaterThan(0);
  const [growth = Number.NaN] = compareTurns(taken).growths;
  if (!isLong) return;
  report(`neighbour's p99 beside a flood, over its p99 alone: ${growth.toFixed(2)}`);
  expect(growth).toBeLessThanOrEqual(most);
});

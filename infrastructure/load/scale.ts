/**
 * Whether others make it slower: one organization's event page and lists, a reservation and a scan, at the
 * 95th percentile, alone on an installation, beside 100 organizations, and beside 10,000 with two million
 * tickets. The installations run side by side and are measured in turns, so that a busy minute of the machine
 * meets all of them; growth is the median of the turns. Their services are started anew between some turns: what is
 * compiled, and when, differs from process to process, and installations that are equal lay up to 1.2 apart for as
 * long as they ran. BENCH_ORGANIZATIONS=1,100 measures fewer, 1,2,3 how much of it is chance.
 */
import {
  compareTurns,
  MOST_DRIFT,
  MOST_TRIES,
  type Report,
  runBench,
  type Turn,
  takeTurns,
} from './support/bench.ts';
import { type Installation, withInstallation } from './support/installation.ts';

const [alone = 1, ...crowded] = (process.env.BENCH_ORGANIZATIONS ?? '1,100,10000')
  .split(',')
  .map(Number);
const most = 1.3;
/** How often the services are started; what was disturbed by then gets more, as often as other benchmarks are tried. */
const lives = 3;
const mostLives = lives + MOST_TRIES - 1;
/** In each life, until the services are compiled: a door is twice as fast after ten thousand scans. */
const firstSeconds = 4;
/** Others had the processor meanwhile. */
const againSeconds = 0.5;

await runBench(
  {
    name: 'scale',
    services: ['api', 'checkin'],
    seconds: 2,
    rounds: 3,
    variables: { api: { API_RATE_LIMITS: 'false' } },
  },
  async ({ system, seconds, rounds, beside }) => {
    const scanSeconds = mostLives * (firstSeconds + (rounds + 1) * (againSeconds + seconds));
    return await withInstallation(system, alone, scanSeconds, async (small) => {
      const measureAll = async (large: Installation[]): Promise<Report> => {
        const all = [small, ...large];
        const turns = new Map<string, Turn[]>(Object.keys(small.work).map((name) => [name, []]));
        for (let life = 0; life < mostLives; life += 1) {
          const left = [...turns].filter(
            ([, taken]) => life < lives || compareTurns(taken).drift > MOST_DRIFT,
          );
          if (left.length === 0) break;
          if (life > 0) for (const { restart } of all) await restart();
          for (const { work } of all) for (const [name] of left) await work[name]?.(firstSeconds);
          for (const [name, taken] of left) {
            const p95 = async ({ work }: Installation) => {
              await work[name]?.(againSeconds);
              return (await work[name]?.(seconds)) ?? Number.NaN;
            };
            const more = await takeTurns(
              rounds,
              () => p95(small),
              large.map((installation) => () => p95(installation)),
            );
            taken.push(...more);
          }
        }
        const found = [...turns].map(([name, taken]) => {
          const { baseline, values, growths, drift } = compareTurns(taken);
          return { name, times: [baseline, ...values], growth: Math.max(...growths), drift };
        });
        const problems = [];
        for (const installation of all) problems.push(await installation.check());
        const worst = found.reduce((a, b) => (b.growth > a.growth ? b : a));
        return {
          measures: [
            {
              what: `growth of p95, most (${worst.name})`,
              value: worst.growth,
              unit: 'x',
              goal: { atMost: most },
            },
            ...found.flatMap(({ name, times, growth }) => [
              { what: `${name}: growth`, value: growth, unit: 'x ' },
              ...times.map((ms, i) => ({
                what: `  p95, ${all[i]?.organizations} organizations`,
                value: ms,
                unit: 'ms',
              })),
            ]),
            { what: 'tickets, most', value: Math.max(...all.map((i) => i.tickets)), unit: '' },
          ],
          drift: Math.max(...found.map(({ drift }) => drift)),
          bad: all.reduce((sum, installation) => sum + installation.bad(), 0),
          invariants: problems.find((problem) => problem !== 'ok') ?? 'ok',
          details: { sizes: [alone, ...crowded] },
        };
      };
      const addLarge = async (left: number[], large: Installation[]): Promise<Report> => {
        const [organizations, ...others] = left;
        if (organizations === undefined) return await measureAll(large);
        return await beside(`bench-${organizations}`, (another) =>
          withInstallation(another, organizations, scanSeconds, (installation) =>
            addLarge(others, [...large, installation]),
          ),
        );
      };
      return await addLarge(crowded, []);
    });
  },
);

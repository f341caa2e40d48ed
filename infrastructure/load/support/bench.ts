import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { ServiceName } from '../../../scripts/launcher/services.ts';
import { throwawayRun } from '../../../scripts/launcher/throwaway-run.ts';
import { type System, withSystem } from '../../../scripts/launcher/throwaway-system.ts';
import { withRedis } from './door.ts';

/** Baselines further apart than this share mean that the machine was busy with something else. */
export const MOST_DRIFT = 0.15;
/** How often it is measured until the machine left the baselines alone. */
export const MOST_TRIES = 3;

export interface BenchOptions {
  /** Of the file, and what the last line says. */
  name: string;
  services: readonly ServiceName[];
  variables?: Partial<Record<ServiceName, NodeJS.ProcessEnv>>;
  /** Instead of what the launcher plans, e.g. SMTP_URL. */
  environment?: NodeJS.ProcessEnv;
  seconds?: number;
  rounds?: number;
  /** Further options of this benchmark, each a number, with what they are unless said otherwise. */
  numbers?: Record<string, number>;
}

export interface Bench {
  system: System;
  seconds: number;
  rounds: number;
  numbers: Record<string, number>;
  slowCommit: boolean;
  /**
   * Baseline, subject, baseline, subject, … baseline. Between them the database is left to settle. All of
   * it again when the baselines lie too far apart, twice at most; what was disturbed least counts.
   * @returns medians are the caller's to take; `drift` is how far the baselines lie apart (share of their median)
   */
  interleave<T>(
    baseline: () => Promise<number>,
    subject: (round: number) => Promise<T>,
  ): Promise<{ baseline: number; drift: number; subjects: T[] }>;
  /** The same product once more, on servers of its own, beside the first. */
  beside<T>(name: string, work: (system: System) => Promise<T>): Promise<T>;
}

export interface Measure {
  what: string;
  value: number;
  unit: string;
  /** What it is held to, and what would be better still. */
  goal?: { atLeast: number } | { atMost: number };
  stretch?: number;
}

export interface Report {
  /** The first one is what the last line calls `ratio` (unit "x") or `value`. */
  measures: [Measure, ...Measure[]];
  /** "ok", or what is wrong with the data afterwards: then no number counts. */
  invariants: string;
  drift?: number;
  /** Answers that were no answers. */
  bad?: number;
  /** More for the last line. */
  details?: Record<string, unknown>;
}

export const median = (numbers: number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle - 1)] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
};

/**
 * One benchmark: a system of its own with durability on, in production mode; conditions first, then a
 * table, and as the very last line one JSON object. Options of every benchmark: `--seconds`, `--rounds`,
 * and `--slow-commit`, which simulates the 2 ms flush of a disk in a cloud.
 */
export async function runBench(
  options: BenchOptions,
  scenario: (bench: Bench) => Promise<Report>,
): Promise<void> {
  const furtherOptions = Object.entries(options.numbers ?? {}).map(
    ([name, value]) => [name, { type: 'string', default: String(value) }] as const,
  );
  const { values } = parseArgs({
    options: {
      ...Object.fromEntries(furtherOptions),
      seconds: { type: 'string', default: String(options.seconds ?? 5) },
      rounds: { type: 'string', default: String(options.rounds ?? 3) },
      'slow-commit': { type: 'boolean', default: false },
    },
  });
  const slowCommit = values['slow-commit'];
  await throwawayRun(async (run) => {
    const withProduct = <T>(name: string, work: (system: System) => Promise<T>): Promise<T> =>
      withSystem(
        run,
        name,
        {
          services: options.services,
          isDurable: true,
          variables: options.variables,
          // As it is shipped: a line for every request.
          environment: () => ({ LOG_LEVEL: 'info', ...options.environment }),
        },
        async (system) => {
          if (slowCommit) await slowDownCommits(system);
          return await work(system);
        },
      );
    await withProduct('bench', async (system) => {
      await printConditions(system, options);
      const report = await scenario({
        system,
        seconds: Number(values.seconds),
        rounds: Number(values.rounds),
        numbers: Object.fromEntries(
          furtherOptions.map(([name]) => [name, Number((values as Record<string, unknown>)[name])]),
        ),
        slowCommit,
        interleave: (baseline, subject) =>
          leastDisturbed(() => interleave(system, Number(values.rounds), baseline, subject)),
        beside: withProduct,
      });
      print(options.name, report, slowCommit);
    });
  });
}

/** All of it again while `drift` is above the limit, twice at most; what was disturbed least counts. */
export async function leastDisturbed<T extends { drift: number }>(
  measure: () => Promise<T>,
): Promise<T> {
  let best = await measure();
  for (let tries = 1; best.drift > MOST_DRIFT && tries < MOST_TRIES; tries += 1) {
    console.log(`baselines ${percent(best.drift)} apart: measured again`);
    const again = await measure();
    if (again.drift < best.drift) best = again;
  }
  return best;
}

async function interleave<T>(
  system: System,
  rounds: number,
  baseline: () => Promise<number>,
  subject: (round: number) => Promise<T>,
): Promise<{ baseline: number; drift: number; subjects: T[] }> {
  const baselines: number[] = [];
  const subjects: T[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await settle(system);
    baselines.push(await baseline());
    await settle(system);
    subjects.push(await subject(round));
  }
  await settle(system);
  baselines.push(await baseline());
  const middle = median(baselines);
  return {
    baseline: middle,
    drift: (Math.max(...baselines) - Math.min(...baselines)) / middle,
    subjects,
  };
}

/** What was measured before leaves the database nothing to clean up in what is measured next. */
export async function settle({ admin }: System): Promise<void> {
  await admin.query('vacuum');
  await admin.query('checkpoint');
}

/** The subjects, and the baseline before and after them. */
export type Turn = { before: number; values: number[]; after: number };

/**
 * For what scatters from run to run, such as a high percentile: in each turn the subjects
 * between two measurements of the baseline, so that a busy minute of the machine meets all of them.
 */
export async function takeTurns(
  turns: number,
  baseline: () => Promise<number>,
  subjects: (() => Promise<number>)[],
): Promise<Turn[]> {
  const taken: Turn[] = [];
  let before = await baseline();
  for (let turn = 0; turn < turns; turn += 1) {
    const values: number[] = [];
    for (const subject of subjects) values.push(await subject());
    const after = await baseline();
    taken.push({ before, values, after });
    // Not measured once more: run twice as often as the subjects, it would be compiled sooner.
    before = after;
  }
  return taken;
}

/**
 * @returns medians of the turns; `growths` are over the mean of a turn's two baselines. `drift` is how far the
 * second of these lies from the first, or, if that is more, the median of every other turn from the one of the
 * rest: then they scatter more than so many turns make up for
 */
export function compareTurns(turns: Turn[]): {
  baseline: number;
  values: number[];
  growths: number[];
  drift: number;
} {
  const middle = (of: (turn: Turn) => number) => median(turns.map(of));
  const mean = ({ before, after }: Turn) => (before + after) / 2;
  const everyOther = (from: number) => median(turns.filter((_, i) => i % 2 === from).map(mean));
  const nth = (i: number) => (turn: Turn) => turn.values[i] ?? Number.NaN;
  const subjects = turns[0]?.values ?? [];
  return {
    baseline: middle(mean),
    values: subjects.map((_, i) => middle(nth(i))),
    growths: subjects.map((_, i) => middle((turn) => nth(i)(turn) / mean(turn))),
    drift: Math.max(
      Math.abs(1 - middle(({ before, after }) => after / before)),
      turns.length > 1 ? Math.abs(1 - everyOther(0) / everyOther(1)) : 0,
    ),
  };
}

async function slowDownCommits({ admin }: System): Promise<void> {
  await admin.query('alter system set commit_delay = 2000');
  await admin.query('alter system set commit_siblings = 0');
  await admin.query('select pg_reload_conf()');
}

/** What the numbers depend on. Refuses what would make them meaningless. */
async function printConditions({ admin, plan }: System, { variables }: BenchOptions) {
  const { rows } = await admin.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in
       ('fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'commit_delay', 'server_version')`,
  );
  if (rows.some(({ name, setting }) => name === 'fsync' && setting !== 'on'))
    throw new Error('fsync is off: these numbers would mean nothing.');
  console.log(
    `\n${rows.map(({ name, setting }) => `${name}=${setting}`).join(' ')} flush=${await flushMs(admin)} ms` +
      ` redis=${await redisVersion(plan.redisUrl)} node=${process.version} load=${loadavg()[0]?.toFixed(2)}`,
  );
  for (const [service, set] of Object.entries(variables ?? {}))
    console.log(
      `${service} with ${Object.entries(set)
        .map((pair) => pair.join('='))
        .join(' ')}`,
    );
}

async function redisVersion(url: string): Promise<string | undefined> {
  const info = await withRedis(url, (redis) => redis.info('server'));
  return /redis_version:(\S+)/.exec(info)?.[1];
}

/** How long the disk takes to keep one small transaction: the median of 50. */
async function flushMs(admin: System['admin']): Promise<string> {
  await admin.query('create table if not exists bench_flush (id int)');
  const times: number[] = [];
  for (let i = 0; i < 50; i += 1) {
    const started = performance.now();
    await admin.query('insert into bench_flush values (1)');
    times.push(performance.now() - started);
  }
  await admin.query('drop table bench_flush');
  return median(times).toFixed(2);
}

function print(name: string, report: Report, slowCommit: boolean): void {
  const { measures, invariants, drift, bad = 0, details } = report;
  const isVoid = (drift ?? 0) > MOST_DRIFT || bad > 0 || invariants !== 'ok';
  const width = Math.max(...measures.map(({ what }) => what.length));
  console.log(`\n${'measure'.padEnd(width)}        value  unit       goal  stretch`);
  for (const { what, value, unit, goal, stretch } of measures) {
    const text =
      goal === undefined ? '' : 'atLeast' in goal ? `>= ${goal.atLeast}` : `<= ${goal.atMost}`;
    const verdict = goal === undefined ? '' : isMet(value, goal) ? '  met' : '  MISSED';
    console.log(
      `${what.padEnd(width)} ${short(value).padStart(12)}  ${unit.padEnd(6)} ${text.padStart(8)} ${String(stretch ?? '').padStart(8)}${verdict}`,
    );
  }
  if (drift !== undefined) console.log(`baselines differ by ${percent(drift)}`);
  if (bad > 0) console.log(`${bad} answers were not what was asked for`);
  if (invariants !== 'ok') process.exitCode = 1;
  console.log(`invariants: ${invariants}${isVoid ? '\nVOID: these numbers do not count.' : ''}\n`);
  const [first] = measures;
  console.log(
    JSON.stringify({
      bench: name,
      [first.unit === 'x' ? 'ratio' : 'value']: round(first.value),
      goal: limitOf(first),
      void: isVoid,
      invariants,
      isMet: !isVoid && measures.every(({ value, goal }) => !goal || isMet(value, goal)),
      slowCommit,
      ...(drift === undefined ? {} : { drift: round(drift) }),
      measures: measures.map((measure) => ({
        what: measure.what,
        value: round(measure.value),
        unit: measure.unit,
        goal: limitOf(measure),
      })),
      ...details,
    }),
  );
}

const isMet = (value: number, goal: NonNullable<Measure['goal']>): boolean =>
  'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost;

const limitOf = ({ goal }: Measure): number | null =>
  goal === undefined ? null : 'atLeast' in goal ? goal.atLeast : goal.atMost;

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

const round = (value: number): number => Number(value.toPrecision(4));

const short = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);

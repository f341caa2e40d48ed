import { globSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir } from '../launcher/paths.ts';
import { runJest } from './jest.ts';
import { addResults, noResults, type Results } from './results.ts';

/**
 * The long form of the fault suite ends in time on any machine. Most files run two at a time and take as
 * long as they take. Those that measure time or fill the machine follow one by one; the last of them repeat
 * something for as many seconds as they are given: what is left then is divided among them. On a slow machine
 * the last of all may find nothing left: they are listed as skipped.
 */
export type Part = {
  file: string;
  /** For how long it repeats itself (tests/support/long.ts), or how much it does; fewer than `least` prove nothing. */
  seconds?: { wanted: number; least: number };
};

export const alone: Part[] = [
  { file: 'tests/faults/database-killed.test.ts' },
  { file: 'tests/faults/cancelled-while-scanned.test.ts' },
  { file: 'tests/faults/door-redis-lost.test.ts' },
  { file: 'tests/faults/one-ticket-at-two-gates.test.ts' },
  { file: 'tests/faults/crowd-next-door.test.ts' },
  { file: 'tests/operation/alerts.test.ts', seconds: { wanted: 390, least: 30 } },
  { file: 'tests/faults/worker-killed.test.ts', seconds: { wanted: 480, least: 80 } },
  { file: 'tests/faults/linearizable-ticket-counter.test.ts', seconds: { wanted: 30, least: 10 } },
  { file: 'tests/faults/webhooks-in-disorder.test.ts', seconds: { wanted: 45, least: 15 } },
  { file: 'tests/faults/everybody-buys-at-once.test.ts', seconds: { wanted: 80, least: 30 } },
  { file: 'tests/faults/payment-provider-fails.test.ts', seconds: { wanted: 60, least: 20 } },
  { file: 'tests/faults/soak.test.ts', seconds: { wanted: 120, least: 50 } },
];

/** What a file takes besides: its servers' start, its other tests, the last look at everything. */
const AROUND_SECONDS = 30;

/** @returns for how many seconds the first may repeat itself when all of them have `left` together */
export function shareOf(parts: Required<Part>[], left: number): number {
  const [{ wanted, least } = { wanted: 0, least: 0 }] = parts.map(({ seconds }) => seconds);
  const wantedByAll = parts.reduce((sum, { seconds }) => sum + seconds.wanted, 0);
  const share = ((left - parts.length * AROUND_SECONDS) * wanted) / wantedByAll;
  return Math.floor(Math.max(least, Math.min(wanted, share)));
}

const isElastic = (part: Part): part is Required<Part> => part.seconds !== undefined;

/**
 * @param filters parts of paths, as everywhere else
 * @param options.repeatSeconds how long each that repeats itself does so, on top of the limit
 */
export async function runFaults(
  filters: string[],
  options: {
    env: NodeJS.ProcessEnv;
    reportDir: string;
    namePattern?: string;
    limitMs: number;
    repeatSeconds?: number;
  },
): Promise<Results> {
  const wanted = filesOf(filters);
  const parts = alone.filter(({ file }) => wanted.includes(file));
  const { repeatSeconds, limitMs } = options;
  const elastic = parts
    .filter(isElastic)
    .map(({ file, seconds }) =>
      repeatSeconds === undefined
        ? { file, seconds }
        : { file, seconds: { wanted: repeatSeconds, least: repeatSeconds } },
    );
  const endsAt = Date.now() + limitMs + (repeatSeconds ?? 0) * elastic.length * 1_000;
  const secondsLeft = () => Math.floor((endsAt - Date.now()) / 1_000);
  let all = noResults();

  async function run(files: string[], how: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
    if (secondsLeft() <= 0) {
      const failed = files.map((file) => `${file}: did not run, the time was over`);
      all = addResults(all, { ...noResults(), failed });
      return;
    }
    console.log(`\n${how} (${secondsLeft()} s left)`);
    const results = await runJest(files, {
      reportDir: options.reportDir,
      namePattern: options.namePattern,
      timeoutMs: secondsLeft() * 1_000,
      env: { ...options.env, ...env },
    });
    all = addResults(all, results);
  }

  const together = wanted.filter((file) => alone.every((part) => part.file !== file));
  if (together.length > 0) await run(together, `${together.length} files, two at a time`);
  for (const { file } of parts.filter((part) => !isElastic(part))) await run([file], file);
  for (const [i, { file, seconds }] of elastic.entries()) {
    if (secondsLeft() < seconds.least + AROUND_SECONDS) {
      const skipped = [`${file}: no time was left for it; alone: npm run test:faults -- ${file}`];
      all = addResults(all, { ...noResults(), skipped });
      continue;
    }
    const share = shareOf(elastic.slice(i), secondsLeft());
    const less = share < seconds.wanted ? ` instead of ${seconds.wanted}` : '';
    await run([file], `${file}, repeating for ${share} s${less}`, {
      FOYER_FAULTS_SECONDS: String(share),
    });
  }
  return all;
}

function filesOf(filters: string[]): string[] {
  const files = globSync('{apps,libs,scripts,tests}/**/*.test.ts', {
    cwd: rootDir,
    exclude: ['**/node_modules/**', '**/.next/**'],
  });
  const isWanted = (file: string) =>
    filters.some((filter) => new RegExp(filter).test(join(rootDir, file)));
  return files.filter(isWanted).toSorted();
}

import { report } from '../support/report.ts';

/** How much of what there is was asked, in percent, and what was not. Says so in the run. */
export function coverageOf(
  what: string,
  there: string[],
  asked: Iterable<string>,
): { percent: number; missing: string[] } {
  const known = new Set(asked);
  const missing = there.filter((name) => !known.has(name));
  // Never rounded up: 100 is all.
  const percent = Math.floor((1000 * (there.length - missing.length)) / there.length) / 10;
  report(`${what}: ${there.length - missing.length} of ${there.length} are asked, ${percent} %`);
  return { percent, missing };
}

export const complete = { percent: 100, missing: [] };

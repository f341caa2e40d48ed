/** `npm run test:faults` runs everything long; `npm test` runs the quick form of the same tests. */
export const isLong = process.env.FOYER_FAULTS === 'long';

/** How much of something: a test says both in one place. */
export const quickOrLong = <T>(quick: T, long: T): T => (isLong ? long : quick);

/** Exists in the long form only: what has no quick form, or measures time on a machine of its own. */
export const longTest: typeof test | (() => void) = isLong ? test : () => {};

/** For how long a file may repeat itself in the long form; the launcher divides the time (scripts/test-runner/faults.ts). */
export const longMs = Number(process.env.FOYER_FAULTS_SECONDS ?? 30) * 1_000;

/**
 * What a test repeats: so often in the quick form, and in the long form until its part of the file's time is over.
 * @returns how often
 */
export async function repeatFor(
  { quick, part = 1 }: { quick: number; part?: number },
  work: (round: number) => Promise<void>,
): Promise<number> {
  const endsAt = Date.now() + longMs * part;
  let round = 0;
  do await work(round);
  while (++round < quick || (isLong && Date.now() < endsAt));
  return round;
}

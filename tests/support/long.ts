/** `npm run test:faults` runs everything long; `npm test` runs the quick form of the same tests. */
export const isLong = process.env.FOYER_FAULTS === 'long';

/** How much of something: a test says both in one place. */
export const quickOrLong = <T>(quick: T, long: T): T => (isLong ? long : quick);

/** Exists in the long form only: what has no quick form, or measures time on a machine of its own. */
export const longTest: typeof test | (() => void) = isLong ? test : () => {};

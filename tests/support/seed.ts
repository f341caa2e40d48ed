/**
 * One seed for a run, so that what a test drew by chance can be drawn again: the runner prints it, and
 * FOYER_TEST_SEED sets it.
 */
export const seed = Number(process.env.FOYER_TEST_SEED ?? Date.now() % 1_000_000);

/** For the name of a `describe` whose tests draw: a failure then says how to repeat it. */
export const seedNote = `(FOYER_TEST_SEED=${seed})`;

export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number, both ends included. */
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(all: readonly T[]): T;
}

/** Numbers that depend on the seed and on what they are for, not on who else draws. */
export function seeded(purpose: string): Random {
  let state = seed >>> 0;
  for (const character of purpose) {
    state = (Math.imul(state, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  }
  // mulberry32: 32 bits of state are plenty to repeat a test.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (probability) => next() < probability,
    pick: (all) => all[Math.floor(next() * all.length)] as (typeof all)[number],
  };
}

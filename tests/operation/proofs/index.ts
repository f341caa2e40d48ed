import { seeded } from '../../support/seed.ts';
import { door } from './door.ts';
import { moneyAndMail } from './money-and-mail.ts';
import type { Proof } from './proof.ts';
import { reachable } from './reachable.ts';
import { record } from './record.ts';
import { sale } from './sale.ts';

/** One file per group of infrastructure/prometheus/alerts.yml, in the same order. */
export const proofs: Proof[] = [...reachable, ...sale, ...moneyAndMail, ...door, ...record];

/** What most take, and those that take a minute, on a busy machine. */
const [usualMs, slowMs] = [11_000, 120_000];

/**
 * Those that the long form has time for: as many as fit, in an order that is drawn.
 * With `npm run test:faults -- --seconds 480 tests/operation` all fit.
 */
export function inTime(ms: number): { now: Proof[]; another: Proof[] } {
  const random = seeded('which alerts');
  const slow = atOnce(proofs.filter(({ isSlow }) => isSlow));
  const drawn = [...proofs.filter(({ isSlow }) => !isSlow), slow]
    .map((proof) => ({ proof, at: random.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ proof }) => proof);
  const [now, another]: [Proof[], Proof[]] = [[], []];
  let left = ms;
  for (const proof of drawn) {
    const takes = proof === slow ? slowMs : usualMs;
    if (takes > left) another.push(proof);
    else {
      now.push(proof);
      left -= takes;
    }
  }
  return { now, another };
}

/** Several faults that know nothing of each other: every alert of them rings, and nothing else. */
const atOnce = (several: Proof[]): Proof => ({
  fault: several.map(({ fault }) => fault).join('; '),
  raises: several.flatMap(({ raises }) => raises),
  mayRaise: several.flatMap(({ mayRaise = [] }) => mayRaise),
  ringsWithinMs: 120_000,
  restsWithinMs: 120_000,
  async cause(scene) {
    const mends: (() => Promise<void>)[] = [];
    for (const { cause } of several) mends.push(await cause(scene));
    return async () => {
      for (const mend of mends) await mend();
    };
  },
});

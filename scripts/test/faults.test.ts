import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir } from '../launcher/paths.ts';
import { alone, type Part, shareOf } from '../test-runner/faults.ts';

const elastic = alone.filter((part): part is Required<Part> => part.seconds !== undefined);

test.each(alone)('$file, which runs alone, exists', ({ file }) => {
  expect(existsSync(join(rootDir, file))).toBe(true);
});

test('what repeats itself comes last: only then is known what is left', () => {
  expect(alone.slice(-elastic.length)).toEqual(elastic);
});

/** What each is given, when each takes as long as it was given and `aroundSeconds` besides. */
function sharesOf(left: number, aroundSeconds: number): number[] {
  let rest = left;
  return elastic.map((_, i) => {
    const share = shareOf(elastic.slice(i), rest);
    rest -= share + aroundSeconds;
    return share;
  });
}
const wanted = elastic.map(({ seconds }) => seconds.wanted);
const least = elastic.map(({ seconds }) => seconds.least);
const sum = (list: number[]) => list.reduce((total, one) => total + one, 0);

test('with time enough everybody repeats for as long as they would like', () => {
  expect(sharesOf(sum(wanted) + wanted.length * 30, 10)).toEqual(wanted);
});

test('with less, all give up the same part of it, and it is over in time', () => {
  const left = 700;
  const shares = sharesOf(left, 30);
  expect(sum(shares) + shares.length * 30).toBeLessThanOrEqual(left);
  expect(sum(shares)).toBeGreaterThan(left - shares.length * 30 - shares.length);
  for (const [i, share] of shares.entries())
    expect(share / (wanted[i] ?? 0)).toBeCloseTo((shares[0] ?? 0) / (wanted[0] ?? 0), 1);
});

test('with next to none nobody repeats so little that it proves nothing', () => {
  expect(sharesOf(0, 20)).toEqual(least);
});

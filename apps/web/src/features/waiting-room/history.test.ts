import { keptMs, type Sample, toPoints, withSample } from './history.ts';

const samples = (...values: [seconds: number, wanted: number, admittedTotal: number][]): Sample[] =>
  values.map(([seconds, wanted, admittedTotal]) => ({ at: seconds * 1000, wanted, admittedTotal }));

test('what was let in between two looks is a rate per minute', () => {
  expect(toPoints(samples([0, 600, 100], [3, 540, 103], [6, 480, 106]))).toEqual([
    { at: 3000, wanted: 540, admitted: 60 },
    { at: 6000, wanted: 480, admitted: 60 },
  ]);
});

test('a pause of the line shows within half a minute', () => {
  const points = toPoints(samples([0, 0, 0], [10, 0, 10], [20, 0, 20], [30, 0, 20], [51, 0, 20]));
  expect(points.at(-1)?.admitted).toBe(0);
  expect(points.at(1)?.admitted).toBe(60);
});

test('one look is no rate, and no look is nothing', () => {
  expect(toPoints([])).toEqual([]);
  expect(toPoints(samples([0, 5, 5]))).toEqual([]);
});

test('the picture keeps ten minutes and begins anew with a new line', () => {
  let kept: Sample[] = [];
  for (const sample of samples([0, 1, 1], [300, 1, 2], [keptMs / 1000 + 60, 1, 3]))
    kept = withSample(kept, sample);
  expect(kept.map(({ admittedTotal }) => admittedTotal)).toEqual([2, 3]);
  expect(withSample(kept, { at: 2_000_000, wanted: 0, admittedTotal: 0 })).toHaveLength(1);
});

test('the same look twice is one', () => {
  const [one] = samples([10, 1, 1]);
  if (!one) throw new Error('no sample');
  expect(withSample([one], { ...one })).toHaveLength(1);
});

import { forecast } from './sales-forecast.ts';

const house = new Map([['house', 900]]);

test('types that share a capacity sell no more than it, the dearest first', () => {
  const result = forecast(
    [
      { priceMinor: 1000, quotaIds: ['house'] },
      { priceMinor: 2500, quotaIds: ['house', 'balcony'] },
    ],
    new Map([...house, ['balcony', 100]]),
  );
  expect(result).toEqual({ tickets: 900, revenueMinor: 100 * 2500 + 800 * 1000 });
});

test('a pool smaller than the sum of its types limits them', () => {
  const result = forecast(
    [
      { priceMinor: 500, quotaIds: ['a', 'shared'] },
      { priceMinor: 700, quotaIds: ['b', 'shared'] },
    ],
    new Map([
      ['a', 80],
      ['b', 80],
      ['shared', 100],
    ]),
  );
  expect(result).toEqual({ tickets: 100, revenueMinor: 80 * 700 + 20 * 500 });
});

test('pools that overlap without lying within each other are still solved', () => {
  // Two combination tickets compete with single ones: the cheap combination is worth less than its parts.
  const result = forecast(
    [
      { priceMinor: 3000, quotaIds: ['friday'] },
      { priceMinor: 3000, quotaIds: ['saturday'] },
      { priceMinor: 5000, quotaIds: ['friday', 'saturday'] },
    ],
    new Map([
      ['friday', 50],
      ['saturday', 70],
    ]),
  );
  expect(result).toEqual({ tickets: 120, revenueMinor: 120 * 3000 });
});

test('a free type without limit makes the tickets endless but not the revenue', () => {
  const result = forecast(
    [
      { priceMinor: 0, quotaIds: [] },
      { priceMinor: 1000, quotaIds: ['house'] },
    ],
    house,
  );
  expect(result).toEqual({ tickets: null, revenueMinor: 900_000 });
});

test('a priced type without limit makes both endless', () => {
  expect(forecast([{ priceMinor: 1, quotaIds: ['gone'] }], house)).toEqual({
    tickets: null,
    revenueMinor: null,
  });
});

test('nothing on sale is nothing', () => {
  expect(forecast([], house)).toEqual({ tickets: 0, revenueMinor: 0 });
});

import { minorDigits } from '@foyer/types';
import fc from 'fast-check';
import { fromStripeAmount, NotChargeable, toStripeAmount } from '../src/stripe/amounts.ts';

test.each([
  ['EUR', 12_50, 1_250],
  ['JPY', 500, 500],
  ['KRW', 500, 500],
  ['KWD', 5_120, 5_120],
  ['ISK', 5, 500],
  ['UGX', 5, 500],
])('%s: %d minor units are %d at Stripe', (currency, ours, stripes) => {
  expect(toStripeAmount(ours, currency)).toBe(stripes);
  expect(fromStripeAmount(stripes, currency)).toBe(ours);
  expect(fromStripeAmount(stripes, currency.toLowerCase())).toBe(ours);
});

test.each([
  ['a third decimal that card networks do not take', 5_124, 'KWD'],
  ['a fraction', 0.5, 'EUR'],
  ['a negative amount', -1, 'EUR'],
  ['more than can be counted', Number.MAX_SAFE_INTEGER + 1, 'EUR'],
  ['no number', Number.NaN, 'EUR'],
  ['no currency', 100, ''],
])('refuses %s rather than rounding', (_what, amount, currency) => {
  expect(() => toStripeAmount(amount, currency)).toThrow(NotChargeable);
});

test('refuses a fraction of a króna that came from elsewhere', () => {
  expect(() => fromStripeAmount(550, 'ISK')).toThrow(RangeError);
});

test('every amount that Stripe takes comes back as it was, in every currency there is', () => {
  const currencies = Intl.supportedValuesOf('currency').filter((code) => minorDigits(code) <= 3);
  fc.assert(
    fc.property(
      fc.constantFrom(...currencies),
      fc.integer({ min: 0, max: 10_000_000 }),
      (code, units) => {
        // Whole units: finer than that, Stripe takes only some currencies.
        const amount = units * 10 ** minorDigits(code);
        expect(fromStripeAmount(toStripeAmount(amount, code), code)).toBe(amount);
      },
    ),
  );
});

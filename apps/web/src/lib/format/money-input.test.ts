import { minorUnits } from './money.ts';
import { moneyInput, parseMoney } from './money-input.ts';

test.each([
  ['12', 'EUR', 1200],
  ['12.5', 'EUR', 1250],
  ['12,50', 'EUR', 1250],
  ['1.250,00', 'EUR', 125000],
  ['1,250.00', 'EUR', 125000],
  ['1,250', 'EUR', 125000],
  ['1 250,5', 'EUR', 125050],
  ["1'250.00", 'CHF', 125000],
  ['1.234.567', 'EUR', 123456700],
  ['500', 'JPY', 500],
  ['1.250', 'KWD', 1250],
  ['0', 'EUR', 0],
])('%s %s is %i minor units', (typed, currency, minor) => {
  expect(parseMoney(typed, currency)).toBe(minor);
});

test.each([
  ['', 'EUR'],
  ['-5', 'EUR'],
  ['12.345,678', 'EUR'],
  ['1.2', 'JPY'],
  ['1e3', 'EUR'],
  ['=1+1', 'EUR'],
  ['99999999999999999999', 'EUR'],
])('%s %s is not an amount', (typed, currency) => {
  expect(parseMoney(typed, currency)).toBeNull();
});

test('what is shown for editing reads back as the same amount', () => {
  for (const [minor, currency] of [
    [1250, 'EUR'],
    [500, 'JPY'],
    [1, 'KWD'],
    [99, 'USD'],
  ] as const) {
    expect(parseMoney(moneyInput(minor, currency), currency)).toBe(minor);
  }
});

test('bigint text becomes a number, or says that it is none', () => {
  expect(minorUnits('1250')).toBe(1250);
  expect(minorUnits(null)).toBe(0);
  expect(() => minorUnits('9007199254740993')).toThrow('minor units');
});

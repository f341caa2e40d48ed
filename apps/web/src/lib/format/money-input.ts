import { minorDigits } from '@foyer/types';

/**
 * What a person typed as a price, in minor units: `12`, `12.5`, `12,50`, `1.250,00`. Null when it
 * is not an amount, or has more decimals than the currency.
 */
export function parseMoney(typed: string, currency: string): number | null {
  const text = typed.replace(/[\s'’]/g, '');
  if (!/^\d[\d.,]*$/.test(text)) return null;
  const digits = minorDigits(currency);
  const lastMark = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  const tail = lastMark === -1 ? '' : text.slice(lastMark + 1);
  const marks = text.match(/[.,]/g) ?? [];
  // One mark followed by three digits is a thousands mark, unless the currency has three decimals.
  const isDecimal =
    lastMark !== -1 &&
    (new Set(marks).size === 2 || (marks.length === 1 && (tail.length !== 3 || digits === 3)));
  const whole = (isDecimal ? text.slice(0, lastMark) : text).replace(/[.,]/g, '');
  const fraction = isDecimal ? tail : '';
  if (fraction.length > digits) return null;
  const minor = Number(whole + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? minor : null;
}

/** The editable text of an amount: 1250 EUR is `12.50`. */
export function moneyInput(amountMinor: number, currency: string): string {
  const digits = minorDigits(currency);
  return (amountMinor / 10 ** digits).toFixed(digits);
}

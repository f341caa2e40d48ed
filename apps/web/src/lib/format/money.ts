export { formatMoney, minorDigits } from '@foyer/types';

/** GraphQL sends `bigint` as text; amounts of money fit a number long before they stop being credible. */
export function minorUnits(value: string | number | null | undefined): number {
  const amount = Number(value ?? 0);
  if (!Number.isSafeInteger(amount)) throw new Error(`Not an amount in minor units: ${value}`);
  return amount;
}

/** `1,234` or `1.234`; large counts in charts as `12K`. */
export function formatNumber(value: number, locale: string, compact = false): string {
  return new Intl.NumberFormat(
    locale,
    compact ? { notation: 'compact', maximumFractionDigits: 1 } : {},
  ).format(value);
}

export function formatPercent(ratio: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(
    ratio,
  );
}

/** Integer minor units and an ISO 4217 code: {amountMinor: 1250, currency: 'EUR'} is 12.50 €. */
export type Money = { amountMinor: number; currency: string };

/** Digits after the decimal point of a currency (JPY 0, EUR 2, KWD 3), as ISO 4217 says through CLDR. */
export function minorDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
      .maximumFractionDigits ?? 2
  );
}

/** For people: `formatMoney({amountMinor: 1250, currency: 'EUR'}, 'de')` is `12,50 €`. */
export function formatMoney({ amountMinor, currency }: Money, locale: string): string {
  const digits = minorDigits(currency);
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
    amountMinor / 10 ** digits,
  );
}

/** Integer minor units and an ISO 4217 code: {amountMinor: 1250, currency: 'EUR'} is 12.50 €. */
export type Money = { amountMinor: number; currency: string };

/**
 * ISO 4217, list one: currencies whose minor unit is not a hundredth. A table of our own, because what
 * a stored amount means must not change with the locale data of a runtime (which says 0 for HUF).
 */
const unusualDigits: Record<string, number> = {
  BHD: 3,
  BIF: 0,
  CLF: 4,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  UYW: 4,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** Digits after the decimal point of a currency: JPY 0, EUR 2, KWD 3. */
export function minorDigits(currency: string): number {
  return unusualDigits[currency] ?? 2;
}

/** For people: `formatMoney({amountMinor: 1250, currency: 'EUR'}, 'de')` is `12,50 €`. */
export function formatMoney({ amountMinor, currency }: Money, locale: string): string {
  const digits = minorDigits(currency);
  const key = `${locale}|${currency}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(key, format);
  }
  return format.format(amountMinor / 10 ** digits);
}

/** By locale and currency: making one takes longer than using it a hundred times. */
const formats = new Map<string, Intl.NumberFormat>();

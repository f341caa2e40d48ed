/**
 * How many decimals this wire counts a currency in. Written down here and not taken from the
 * adapter: two copies that disagree make a test fail, one shared mistake would not.
 */
const decimals: Record<string, number> = {
  ...byCode('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf', 0),
  ...byCode('bhd jod kwd omr tnd', 3),
};

/** The smallest charge, in the wire's unit (docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). */
const minimum: Record<string, number> = {
  ...byCode('usd eur chf cad aud nzd sgd brl inr', 50),
  ...byCode('gbp', 30),
  ...byCode('sek nok', 300),
  ...byCode('dkk', 250),
  ...byCode('jpy', 50),
  ...byCode('pln', 200),
  ...byCode('czk', 1500),
  ...byCode('huf', 17_500),
};

function byCode(codes: string, value: number): Record<string, number> {
  return Object.fromEntries(codes.split(' ').map((code) => [code, value]));
}

export const smallestCharge = (currency: string): number => minimum[currency] ?? 1;

/** Three-decimal amounts must end in 0; ISK and UGX take whole units only. */
export function isChargeable(amount: number, currency: string): boolean {
  if (decimals[currency] === 3) return amount % 10 === 0;
  return !['isk', 'ugx'].includes(currency) || amount % 100 === 0;
}

export function formatAmount(amount: number, currency: string, locale: string): string {
  const digits = decimals[currency] ?? 2;
  const shown = ['isk', 'ugx'].includes(currency) ? 0 : digits;
  const key = `${locale} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: shown,
      maximumFractionDigits: shown,
    });
    formats.set(key, format);
  }
  return format.format(amount / 10 ** digits);
}

/** Making one costs more than the rest of a page. */
const formats = new Map<string, Intl.NumberFormat>();

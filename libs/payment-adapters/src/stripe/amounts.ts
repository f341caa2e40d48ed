import { minorDigits } from '@foyer/types';

/**
 * Decimals Stripe counts a currency in where that is not two
 * (docs.stripe.com/currencies, "Minor units" and "Special cases").
 */
const zeroDecimal = new Set(
  'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '),
);
/** Counted in thousandths, but the card networks take hundredths only: the last digit must be 0. */
const threeDecimal = new Set('BHD JOD KWD OMR TND'.split(' '));
/** Without decimals in the world, with two at Stripe, where both must be 0. */
const wholeUnitsInHundredths = new Set(['ISK', 'UGX']);

function stripeDigits(currency: string): number {
  if (zeroDecimal.has(currency)) return 0;
  return threeDecimal.has(currency) ? 3 : 2;
}

/** A price in a currency that Stripe cannot charge to the last digit. */
export class NotChargeable extends RangeError {
  override name = 'NotChargeable';
}

/**
 * Our minor units to Stripe's. Throws NotChargeable for an amount that Stripe could only take
 * rounded: a price is never changed on the way.
 */
export function toStripeAmount(amountMinor: number, currency: string): number {
  const code = currency.toUpperCase();
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 0)
    throw new NotChargeable(`${amountMinor} is not an amount in minor units`);
  if (!/^[A-Z]{3}$/.test(code)) throw new NotChargeable(`${currency} is not an ISO 4217 code`);
  const amount = shift(amountMinor, stripeDigits(code) - minorDigits(code));
  const step = threeDecimal.has(code) ? 10 : wholeUnitsInHundredths.has(code) ? 100 : 1;
  if (!Number.isSafeInteger(amount) || amount % step !== 0)
    throw new NotChargeable(`Stripe cannot charge ${amountMinor} minor units of ${code} exactly`);
  return amount;
}

/** Stripe's units to ours. Throws RangeError where the money is finer than our currency. */
export function fromStripeAmount(amount: number, currency: string): number {
  const code = currency.toUpperCase();
  const amountMinor = shift(amount, minorDigits(code) - stripeDigits(code));
  if (!Number.isSafeInteger(amountMinor))
    throw new RangeError(`${amount} at Stripe is no whole number of minor units of ${code}`);
  return amountMinor;
}

/** Divides by a power of ten rather than multiplying by 0.01, which would not be exact. */
function shift(amount: number, digits: number): number {
  return digits >= 0 ? amount * 10 ** digits : amount / 10 ** -digits;
}

/** What a card does. `declined` carries Stripe's code and decline code, which other wires translate. */
export type CardOutcome =
  | { kind: 'succeeds'; refunds: 'at_once' | 'later' | 'fail' }
  | { kind: 'declined'; code: string; declineCode: string | null }
  | { kind: 'needs_authentication'; afterwards: CardOutcome };

/** Without the number, so that nothing downstream can store or log it. */
export type Card = { brand: string; last4: string; outcome: CardOutcome };

const succeeds: CardOutcome = { kind: 'succeeds', refunds: 'at_once' };
const declined = (code: string, declineCode: string | null): CardOutcome => ({
  kind: 'declined',
  code,
  declineCode,
});
const insufficientFunds = declined('card_declined', 'insufficient_funds');

/** The numbers everyone knows from docs.stripe.com/testing, doing what they do there. */
const testCards: Record<string, CardOutcome> = {
  '4242424242424242': succeeds,
  '4000056655665556': succeeds,
  '5555555555554444': succeeds,
  '2223003122003222': succeeds,
  '378282246310005': succeeds,
  '6011111111111117': succeeds,
  '3056930009020004': succeeds,
  '3566002020360505': succeeds,
  '6200000000000005': succeeds,
  '4000000000007726': { kind: 'succeeds', refunds: 'later' },
  '4000000000005126': { kind: 'succeeds', refunds: 'fail' },
  '4000002500003155': { kind: 'needs_authentication', afterwards: succeeds },
  '4000002760003184': { kind: 'needs_authentication', afterwards: succeeds },
  '4000008260003178': { kind: 'needs_authentication', afterwards: insufficientFunds },
  '4000000000000002': declined('card_declined', 'generic_decline'),
  '4000000000009995': insufficientFunds,
  '4000000000009987': declined('card_declined', 'lost_card'),
  '4000000000009979': declined('card_declined', 'stolen_card'),
  '4000000000000069': declined('expired_card', null),
  '4000000000000127': declined('incorrect_cvc', null),
  '4000000000000119': declined('processing_error', null),
};

/** The four that the payment page offers to fill in. */
export const quickFill = [
  { name: 'success', number: '4242424242424242' },
  { name: 'declined', number: '4000000000000002' },
  { name: 'authentication', number: '4000002500003155' },
  { name: 'insufficient_funds', number: '4000000000009995' },
] as const;

/** Any other well-formed number is declined, as a real card is in test mode. */
const notATestCard = declined('card_declined', 'test_mode_live_card');

export function cardOf(number: string): Card | null {
  const digits = number.replace(/[\s-]/g, '');
  if (!/^\d{12,19}$/.test(digits) || !isLuhnValid(digits)) return null;
  return {
    brand: brandOf(digits),
    last4: digits.slice(-4),
    outcome: testCards[digits] ?? notATestCard,
  };
}

export function isLuhnValid(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const weighted = i % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

function brandOf(digits: string): string {
  if (digits.startsWith('4')) return 'visa';
  if (/^(5[1-5]|2[2-7])/.test(digits)) return 'mastercard';
  if (/^3[47]/.test(digits)) return 'amex';
  if (/^6(011|5)/.test(digits)) return 'discover';
  if (/^3(0|6|8)/.test(digits)) return 'diners';
  if (digits.startsWith('35')) return 'jcb';
  return digits.startsWith('62') ? 'unionpay' : 'unknown';
}

export type CardForm = { number: string; expiry: string; cvc: string; name: string };
export type CardFormProblem =
  | 'number_missing'
  | 'number_invalid'
  | 'expiry_missing'
  | 'expiry_invalid'
  | 'expiry_past'
  | 'cvc_missing'
  | 'cvc_invalid'
  | 'name_missing';
export type CardFormProblems = Partial<Record<keyof CardForm, CardFormProblem>>;

/** What a form can tell without asking a bank. Expiry is `MM / YY` or `MM / YYYY`. */
export function checkCardForm(form: CardForm, now = new Date()): CardFormProblems {
  const problems: CardFormProblems = {};
  const card = cardOf(form.number);
  if (!form.number.trim()) problems.number = 'number_missing';
  else if (!card) problems.number = 'number_invalid';
  const expiry = expiryProblem(form.expiry, now);
  if (expiry) problems.expiry = expiry;
  const cvcLength = card?.brand === 'amex' ? 4 : 3;
  if (!form.cvc.trim()) problems.cvc = 'cvc_missing';
  else if (!/^\d+$/.test(form.cvc.trim()) || form.cvc.trim().length !== cvcLength)
    problems.cvc = 'cvc_invalid';
  if (!form.name.trim()) problems.name = 'name_missing';
  return problems;
}

function expiryProblem(expiry: string, now: Date): CardFormProblem | null {
  if (!expiry.trim()) return 'expiry_missing';
  const match = /^(\d{1,2})\s*[/.-]?\s*(\d{2}|\d{4})$/.exec(expiry.trim());
  const month = Number(match?.[1]);
  if (!match?.[2] || month < 1 || month > 12) return 'expiry_invalid';
  const year = match[2].length === 2 ? 2000 + Number(match[2]) : Number(match[2]);
  if (year > now.getFullYear() + 50) return 'expiry_invalid';
  // A card is good through the last day of its month.
  return new Date(year, month, 1) <= now ? 'expiry_past' : null;
}

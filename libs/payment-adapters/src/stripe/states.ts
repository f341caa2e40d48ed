import { z } from 'zod';
import type { PaymentFailure, PaymentState, PaymentStatus, RefundState } from '../port.ts';
import { fromStripeAmount } from './amounts.ts';

/**
 * The parts of Stripe's objects that we rely on. Webhook bodies are parsed by these schemas; the
 * SDK's objects fit them by type.
 */
const metadata = z.record(z.string(), z.string()).nullish();
const reference = z.union([z.string(), z.object({ id: z.string() })]).nullish();
const amount = z.int().min(0);
const currency = z.string().length(3);

export const chargeShape = z.object({
  id: z.string(),
  object: z.literal('charge'),
  amount_captured: amount,
  amount_refunded: amount,
  captured: z.boolean(),
  currency,
  metadata,
  payment_intent: reference,
});

export const intentShape = z.object({
  id: z.string(),
  object: z.literal('payment_intent'),
  amount,
  amount_received: amount,
  currency,
  status: z.string(),
  metadata,
  last_payment_error: z
    .object({ code: z.string().nullish(), decline_code: z.string().nullish() })
    .nullish(),
  latest_charge: z.union([z.string(), chargeShape]).nullish(),
});

export const sessionShape = z.object({
  id: z.string(),
  object: z.literal('checkout.session'),
  amount_total: amount.nullable(),
  currency: currency.nullable(),
  status: z.string().nullable(),
  payment_status: z.string(),
  client_reference_id: z.string().nullish(),
  metadata,
  payment_intent: z.union([z.string(), intentShape]).nullish(),
});

export const refundShape = z.object({
  id: z.string(),
  object: z.literal('refund'),
  amount,
  currency,
  status: z.string().nullable(),
  failure_reason: z.string().nullish(),
  metadata,
  payment_intent: reference,
});

export type StripeCharge = z.infer<typeof chargeShape>;
export type StripeIntent = z.infer<typeof intentShape>;
export type StripeSession = z.infer<typeof sessionShape>;
export type StripeRefund = z.infer<typeof refundShape>;

const intentStatus: Record<string, PaymentStatus> = {
  // A declined card brings the intent back to this status: the hosted page lets the buyer try again.
  requires_payment_method: 'pending',
  requires_confirmation: 'pending',
  requires_action: 'pending',
  requires_capture: 'pending',
  processing: 'pending',
  succeeded: 'succeeded',
  canceled: 'cancelled',
};

export function stateOfIntent(intent: StripeIntent): PaymentState {
  const status = intentStatus[intent.status];
  if (!status) throw new RangeError(`unknown status ${intent.status} of ${intent.id}`);
  const charge = intent.latest_charge;
  const error = intent.status === 'requires_payment_method' ? intent.last_payment_error : null;
  return {
    providerPaymentId: intent.id,
    paymentId: intent.metadata?.payment_id ?? null,
    status,
    ...money(status === 'succeeded' ? intent.amount_received : intent.amount, intent.currency),
    ...(error && { failureCode: failureOf(error.decline_code ?? error.code) }),
    ...(status === 'succeeded' && charge && { capturedChargeId: idOf(charge) ?? undefined }),
    ...(charge &&
      typeof charge === 'object' && {
        refundedMinor: fromStripeAmount(charge.amount_refunded, charge.currency),
      }),
  };
}

/** A session before anybody tried to pay has no intent yet; from then on the intent decides. */
export function stateOfSession(session: StripeSession): PaymentState {
  const intent = session.payment_intent;
  if (intent && typeof intent === 'object') {
    const state = stateOfIntent(intent);
    const waitsForBuyer = intent.status.startsWith('requires_');
    if (session.status === 'expired' && waitsForBuyer) return { ...state, status: 'cancelled' };
    // The page is done and yet the money did not come: a delayed method that bounced.
    if (session.status === 'complete' && intent.status === 'requires_payment_method')
      return { ...state, status: 'failed' };
    return state;
  }
  return {
    providerPaymentId: intent ?? session.id,
    paymentId: session.metadata?.payment_id ?? session.client_reference_id ?? null,
    status: statusOfBareSession(session, Boolean(intent)),
    ...money(session.amount_total ?? 0, session.currency ?? 'usd'),
  };
}

function statusOfBareSession(session: StripeSession, wasTried: boolean): PaymentStatus {
  if (session.status === 'expired') return 'cancelled';
  if (session.status === 'complete')
    return session.payment_status === 'unpaid' ? 'pending' : 'succeeded';
  return wasTried ? 'pending' : 'created';
}

/** A charge tells of its payment what the intent does not: how much went back. */
export function stateOfCharge(charge: StripeCharge): PaymentState | undefined {
  const intentId = idOf(charge.payment_intent);
  if (!intentId || !charge.captured) return undefined;
  return {
    providerPaymentId: intentId,
    paymentId: charge.metadata?.payment_id ?? null,
    status: 'succeeded',
    ...money(charge.amount_captured, charge.currency),
    capturedChargeId: charge.id,
    refundedMinor: fromStripeAmount(charge.amount_refunded, charge.currency),
  };
}

const refundStatus: Record<string, RefundState['status']> = {
  pending: 'pending',
  requires_action: 'pending',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'failed',
};

export function stateOfRefund(refund: StripeRefund): RefundState {
  const status = refundStatus[refund.status ?? 'pending'];
  if (!status) throw new RangeError(`unknown status ${refund.status} of ${refund.id}`);
  const why = refund.failure_reason ?? (refund.status === 'canceled' ? 'cancelled' : undefined);
  return {
    providerRefundId: refund.id,
    providerPaymentId: idOf(refund.payment_intent) ?? '',
    refundId: refund.metadata?.refund_id ?? null,
    paymentId: refund.metadata?.payment_id ?? null,
    status,
    ...money(refund.amount, refund.currency),
    ...(status === 'failed' && why && { failureCode: why }),
  };
}

/** Decline codes: docs.stripe.com/declines/codes. Unlisted ones are a plain decline to the buyer. */
const failureByCode: Record<string, PaymentFailure> = {
  insufficient_funds: 'insufficient_funds',
  payment_intent_authentication_failure: 'authentication_failed',
  authentication_required: 'authentication_failed',
  expired_card: 'expired_card',
  incorrect_cvc: 'incorrect_details',
  invalid_cvc: 'incorrect_details',
  incorrect_number: 'incorrect_details',
  invalid_number: 'incorrect_details',
  invalid_expiry_month: 'incorrect_details',
  invalid_expiry_year: 'incorrect_details',
  incorrect_zip: 'incorrect_details',
  processing_error: 'processing_error',
  issuer_not_available: 'processing_error',
  try_again_later: 'processing_error',
};

function failureOf(code: string | null | undefined): PaymentFailure {
  return failureByCode[code ?? ''] ?? 'card_declined';
}

function money(stripeAmount: number, stripeCurrency: string) {
  return {
    amountMinor: fromStripeAmount(stripeAmount, stripeCurrency),
    currency: stripeCurrency.toUpperCase(),
  };
}

export function idOf(ref: string | { id: string } | null | undefined): string | null {
  return typeof ref === 'string' ? ref : (ref?.id ?? null);
}

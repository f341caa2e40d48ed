import Stripe from 'stripe';
import { z } from 'zod';
import { type WebhookEvent, type WebhookHeaders, WebhookInvalid } from '../port.ts';
import {
  chargeShape,
  intentShape,
  refundShape,
  sessionShape,
  stateOfCharge,
  stateOfIntent,
  stateOfRefund,
  stateOfSession,
} from './states.ts';

/**
 * What a webhook endpoint must be subscribed to, with the API version of our SDK
 * (`Stripe.API_VERSION`): another version may send other shapes. The checkout.session ones beside
 * `expired` are understood, but say nothing that the intent does not.
 */
export const subscribedEvents = [
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.processing',
  'payment_intent.canceled',
  'checkout.session.expired',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.refunded',
] as const;

/** Stripe's own tolerance. A retried delivery is signed anew, so honest ones are never older. */
const toleranceSeconds = 300;

const eventShape = z.object({
  id: z.string().startsWith('evt_'),
  object: z.literal('event'),
  type: z.string(),
  created: z.int().positive(),
  data: z.object({ object: z.looseObject({ object: z.string() }) }),
});

/** `secrets` are tried in turn, so that a secret can be rotated without losing a delivery. */
export function verifyStripeWebhook(
  rawBody: Uint8Array | string,
  headers: WebhookHeaders,
  secrets: readonly string[],
): WebhookEvent {
  const body = verified(rawBody, headers['stripe-signature'], secrets);
  const event = eventShape.safeParse(body);
  if (!event.success)
    throw new WebhookInvalid('malformed', 'The delivery is not a Stripe event', event.error);
  const { id, type, created, data } = event.data;
  try {
    return {
      eventId: id,
      type,
      createdAt: new Date(created * 1000),
      ...translate(type, data.object),
    };
  } catch (err) {
    throw new WebhookInvalid('malformed', `The ${type} event is not of the documented shape`, err);
  }
}

function verified(
  rawBody: Uint8Array | string,
  signature: string | string[] | undefined,
  secrets: readonly string[],
): unknown {
  if (typeof signature !== 'string' || rawBody.length === 0)
    throw new WebhookInvalid('signature', 'The delivery has no Stripe-Signature header or no body');
  let reason: WebhookInvalid | undefined;
  for (const secret of secrets) {
    try {
      return Stripe.webhooks.constructEvent(rawBody, signature, secret, toleranceSeconds);
    } catch (err) {
      // The SDK looks at the age only after the signature matched.
      reason = invalid(err);
      if (reason.reason !== 'signature') break;
    }
  }
  throw reason ?? new WebhookInvalid('signature', 'No webhook secret is configured');
}

function invalid(err: unknown): WebhookInvalid {
  if (!(err instanceof Stripe.errors.StripeSignatureVerificationError))
    return new WebhookInvalid('malformed', 'The delivery is signed, but is not JSON', err);
  return err.message.includes('tolerance')
    ? new WebhookInvalid('too_old', 'The delivery was signed more than five minutes ago', err)
    : new WebhookInvalid('signature', 'The delivery is not signed with our webhook secret', err);
}

function translate(type: string, object: unknown): Pick<WebhookEvent, 'payment' | 'refund'> {
  if (type.startsWith('payment_intent.'))
    return { payment: stateOfIntent(intentShape.parse(object)) };
  if (type === 'checkout.session.async_payment_failed')
    return { payment: { ...stateOfSession(sessionShape.parse(object)), status: 'failed' } };
  if (type.startsWith('checkout.session.'))
    return { payment: stateOfSession(sessionShape.parse(object)) };
  if (type.startsWith('refund.') || type === 'charge.refund.updated')
    return { refund: stateOfRefund(refundShape.parse(object)) };
  if (type === 'charge.refunded') return { payment: stateOfCharge(chargeShape.parse(object)) };
  return {};
}

import { withTimeout } from '@foyer/runtime';
import Stripe from 'stripe';
import type {
  CancelResult,
  CreatedIntent,
  CreateIntent,
  Movement,
  PaymentAdapter,
  RefundRequest,
  RefundResult,
} from '../port.ts';
import { PaymentProviderError } from '../port.ts';
import { fromStripeAmount, toStripeAmount } from './amounts.ts';
import { isBurntKey, toProviderError } from './errors.ts';
import { idOf, stateOfCharge, stateOfIntent, stateOfRefund, stateOfSession } from './states.ts';
import { verifyStripeWebhook } from './webhooks.ts';

export type StripeAdapterOptions = {
  /** `sk_…` or, better, a restricted `rk_…` key with write access to Checkout Sessions and Refunds. */
  secretKey: string;
  /** `whsec_…`; more than one while a secret is being rotated. */
  webhookSecrets: readonly string[];
  /** Another server that speaks Stripe's wire, as `http://127.0.0.1:4200`. Unset: api.stripe.com. */
  apiBase?: string;
  /** Per HTTP attempt. */
  timeoutMs?: number;
  /** The SDK repeats a lost request this often, always under the same idempotency key. */
  maxRetries?: number;
};

/** Three tries and the waits between them end before a buyer or a load balancer gives up at 60 s. */
const defaultTimeoutMs = 8_000;
/** Three tries leave 0.0125 % of calls unanswered when one in twenty fails. */
const defaultMaxRetries = 2;
/** The SDK waits 0.5 to 2 s between tries. */
const betweenTriesMs = 2_000;
/** A page cannot run out earlier; one minute more absorbs clock skew and our own retries. */
const shortestSessionMs = 31 * 60_000;
/** A key is burnt by a 5xx that Stripe stored. Three in a row are an outage, not bad luck. */
const keysPerCall = 3;

/**
 * Stripe through Checkout Sessions. An id of the port is a session (`cs_…`) until somebody tries to
 * pay, and from then on the PaymentIntent (`pi_…`) that carries the money; every method takes both.
 */
export function createStripeAdapter(options: StripeAdapterOptions): PaymentAdapter {
  const timeout = options.timeoutMs ?? defaultTimeoutMs;
  const maxNetworkRetries = options.maxRetries ?? defaultMaxRetries;
  const stripe = new Stripe(options.secretKey, {
    ...address(options.apiBase),
    timeout,
    maxNetworkRetries,
    telemetry: false,
    appInfo: { name: 'Foyer' },
  });
  const deadlineMs = (timeout + betweenTriesMs) * (maxNetworkRetries + 1);

  /** Ends in time also when an answer drips in byte by byte, and speaks the port's errors. */
  async function call<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await withTimeout(what, deadlineMs, work);
    } catch (err) {
      throw toProviderError(err);
    }
  }

  async function createSession(input: CreateIntent): Promise<CreatedIntent> {
    const params = sessionParams(input);
    const session = await withUsableKey(input.idempotencyKey, (idempotencyKey) =>
      stripe.checkout.sessions.create(params, { idempotencyKey }),
    );
    if (!session.url) throw unexpected(`session ${session.id} has no page`);
    const { providerPaymentId, status } = stateOfSession(session);
    return { providerPaymentId, redirectUrl: session.url, status };
  }

  const getSession = (id: string) =>
    stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent.latest_charge'] });
  const getIntent = (id: string) =>
    stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });

  async function state(id: string) {
    return kindOf(id) === 'session'
      ? stateOfSession(await getSession(id))
      : stateOfIntent(await getIntent(id));
  }

  /** Stripe refuses to cancel the intent of a session; the session must be expired instead. */
  async function cancelPayment(id: string): Promise<CancelResult> {
    const sessionId = kindOf(id) === 'session' ? id : await sessionOfIntent(id);
    try {
      if (sessionId) await stripe.checkout.sessions.expire(sessionId);
      else await stripe.paymentIntents.cancel(id);
    } catch (err) {
      // Refused because it is no longer open: the state below says what it is instead.
      if (!isInvalidRequest(err) || err.statusCode === 404) throw err;
    }
    const payment = await state(sessionId ?? id);
    if (payment.status === 'cancelled' || payment.status === 'failed')
      return { outcome: 'cancelled', payment };
    const reason = payment.status === 'succeeded' ? 'already_succeeded' : 'in_progress';
    return { outcome: 'refused', reason, payment };
  }

  async function sessionOfIntent(intentId: string): Promise<string | undefined> {
    const sessions = await stripe.checkout.sessions.list({ payment_intent: intentId, limit: 1 });
    return sessions.data[0]?.id;
  }

  async function refundPayment(input: RefundRequest): Promise<RefundResult> {
    const id = input.providerPaymentId;
    const intentId = kindOf(id) === 'intent' ? id : idOf((await getSession(id)).payment_intent);
    if (!intentId) return refused('not_captured', 'Nobody has paid yet');
    const intent = await getIntent(intentId);
    const amount = toStripeAmount(input.amountMinor, input.currency);

    return withUsableKey(input.idempotencyKey, async (idempotencyKey): Promise<RefundResult> => {
      // First, because Stripe forgets a key after a day, and a burnt key may hide a refund.
      const earlier = await findRefund(intentId, input.refundId);
      if (earlier) return { outcome: 'accepted', refund: stateOfRefund(earlier) };
      const objection = objectionTo(input, intent);
      if (objection) return objection;
      try {
        const refund = await stripe.refunds.create(
          {
            payment_intent: intentId,
            amount,
            reason: 'requested_by_customer',
            metadata: {
              refund_id: input.refundId,
              payment_id: input.paymentId,
              reason: input.reason.slice(0, 500),
            },
          },
          { idempotencyKey },
        );
        return { outcome: 'accepted', refund: stateOfRefund(refund) };
      } catch (err) {
        const refusal = refusalOf(err);
        if (refusal) return refusal;
        throw err;
      }
    });
  }

  async function findRefund(intentId: string, refundId: string) {
    for await (const refund of stripe.refunds.list({ payment_intent: intentId, limit: 100 }))
      if (refund.metadata?.refund_id === refundId) return refund;
    return undefined;
  }

  /** A call for each page of a list, so that each ends in time. */
  async function* each<T extends { id: string }>(
    what: string,
    list: (after: string | undefined) => Promise<Stripe.ApiList<T>>,
  ): AsyncGenerator<T> {
    let after: string | undefined;
    for (;;) {
      const page = await call(what, () => list(after));
      yield* page.data;
      after = page.data.at(-1)?.id;
      if (!page.has_more || !after) return;
    }
  }

  async function* movementsSince(since: Date): AsyncGenerator<Movement> {
    const all = { created: { gte: Math.floor(since.getTime() / 1000) }, limit: 100 };
    const charges = each('listing payments', (starting_after) =>
      stripe.charges.list({ ...all, starting_after }),
    );
    for await (const charge of charges) {
      const payment = stateOfCharge(charge);
      if (payment) yield { payment };
    }
    const refunds = each('listing refunds', (starting_after) =>
      stripe.refunds.list({ ...all, starting_after }),
    );
    for await (const refund of refunds) yield { refund: stateOfRefund(refund) };
  }

  return {
    provider: 'stripe',
    createIntent: (input) => call('opening a payment page', () => createSession(input)),
    retrieve: (id) => call('reading a payment', () => state(id)),
    cancel: (id) => call('cancelling a payment', () => cancelPayment(id)),
    refund: (input) => call('refunding a payment', () => refundPayment(input)),
    retrieveRefund: (id) =>
      call('reading a refund', async () => {
        if (!/^(re|pyr)_/.test(id)) throw notFound(`${id} is not an id of a refund`);
        return stateOfRefund(await stripe.refunds.retrieve(id));
      }),
    movementsSince,
    verifyWebhook: async (rawBody, headers) =>
      verifyStripeWebhook(rawBody, headers, options.webhookSecrets),
  };
}

function sessionParams(input: CreateIntent): Stripe.Checkout.SessionCreateParams {
  const metadata = { payment_id: input.paymentId, registration_id: input.registrationId };
  return {
    mode: 'payment',
    ui_mode: 'hosted_page',
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: input.currency.toLowerCase(),
          unit_amount: toStripeAmount(input.amountMinor, input.currency),
          product_data: { name: input.description },
        },
      },
    ],
    branding_settings: { display_name: input.organizationName },
    client_reference_id: input.paymentId,
    customer_email: input.buyerEmail,
    success_url: input.returnUrl,
    cancel_url: input.cancelUrl,
    locale: localeOf(input.locale),
    // From the hold and not from the clock, so that a repeated call has the same parameters.
    expires_at: Math.ceil((input.expiresAt.getTime() + shortestSessionMs) / 1000),
    // Cards and the wallets on them answer at once; a debit that settles in days outlives any hold.
    allowed_payment_method_types: ['card'],
    // Otherwise the buyer may be charged in a currency that is not the registration's.
    adaptive_pricing: { enabled: false },
    metadata,
    payment_intent_data: {
      metadata,
      description: `${input.organizationName}: ${input.description}`.slice(0, 1000),
    },
  };
}

/** docs.stripe.com/js/appendix/supported_locales; 'auto' lets the browser decide. */
const languages = new Set(
  'bg cs da de el en es et fi fil fr hr hu id it ja ko lt lv ms mt nb nl pl pt ro ru sk sl sv th tr vi zh'.split(
    ' ',
  ),
);

function localeOf(locale: string): Stripe.Checkout.SessionCreateParams.Locale {
  const language = locale.toLowerCase().split('-')[0] ?? '';
  return languages.has(language) ? language : 'auto';
}

/** Repeats under a key derived from the caller's when that one is burnt; same calls, same keys. */
async function withUsableKey<T>(key: string, attempt: (key: string) => Promise<T>): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await attempt(n === 1 ? key : `${key}:${n}`);
    } catch (err) {
      if (n === keysPerCall || !isBurntKey(err)) throw err;
    }
  }
}

function objectionTo(input: RefundRequest, intent: Stripe.PaymentIntent): RefundResult | undefined {
  if (intent.status !== 'succeeded') return refused('not_captured', 'The payment is not captured');
  if (intent.currency.toUpperCase() !== input.currency.toUpperCase())
    return refused('currency_mismatch', `The payment is in ${intent.currency.toUpperCase()}`);
  const charge = intent.latest_charge;
  if (!charge || typeof charge === 'string') return undefined;
  const left = fromStripeAmount(charge.amount_captured - charge.amount_refunded, intent.currency);
  return input.amountMinor > left
    ? refused('exceeds_captured', `Only ${left} minor units are left to refund`)
    : undefined;
}

function refusalOf(err: unknown): RefundResult | undefined {
  if (!isInvalidRequest(err)) return undefined;
  if (err.code === 'charge_disputed') return refused('disputed', err.message);
  const overdrawn = err.code === 'charge_already_refunded' || err.param === 'amount';
  return overdrawn ? refused('exceeds_captured', err.message) : undefined;
}

function refused(
  reason: Extract<RefundResult, { outcome: 'refused' }>['reason'],
  message: string,
): RefundResult {
  return { outcome: 'refused', reason, message };
}

function isInvalidRequest(err: unknown): err is Stripe.errors.StripeInvalidRequestError {
  return err instanceof Stripe.errors.StripeInvalidRequestError;
}

function kindOf(id: string): 'session' | 'intent' {
  if (id.startsWith('cs_')) return 'session';
  if (id.startsWith('pi_')) return 'intent';
  throw notFound(`${id} is not an id of a payment`);
}

function notFound(what: string): PaymentProviderError {
  return new PaymentProviderError(`Stripe: ${what}`, { provider: 'stripe', code: 'not_found' });
}

function unexpected(what: string): PaymentProviderError {
  return new PaymentProviderError(`Stripe: ${what}`, {
    provider: 'stripe',
    code: 'unexpected_answer',
  });
}

function address(apiBase: string | undefined) {
  if (!apiBase) return {};
  const { protocol, hostname, port } = new URL(apiBase);
  const isHttp = protocol === 'http:';
  return {
    protocol: isHttp ? ('http' as const) : ('https' as const),
    host: hostname,
    port: port || (isHttp ? 80 : 443),
  };
}

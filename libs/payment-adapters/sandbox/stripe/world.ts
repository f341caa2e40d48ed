import type { Book } from '../book.ts';
import type { Card, CardOutcome } from '../cards.ts';
import type { Faults } from '../faults.ts';
import type { Collection, Store } from '../store.ts';
import type { OutgoingEvent } from '../webhook-delivery.ts';
import { isChargeable, smallestCharge } from './currency.ts';
import { invalidRequest, noSuch } from './errors.ts';
import { newId, now } from './ids.ts';
import type { Charge, Intent, PaymentError, Session, StripeObject } from './objects.ts';
import type { CreateRefundParams, CreateSessionParams } from './params.ts';
import { refundRules } from './refunds.ts';

export type SessionRow = {
  session: Session;
  product: { name: string; description: string | null };
  intentData: CreateSessionParams['payment_intent_data'];
};
export type IntentRow = { intent: Intent; sessionId: string; authenticating: Card | null };
export type ChargeRow = { charge: Charge; paidWith: Card };

export type PayOutcome =
  | { outcome: 'succeeded' }
  | { outcome: 'authentication_required' }
  | { outcome: 'declined'; error: PaymentError }
  | { outcome: 'not_open'; status: Session['status'] };

export type StripeWorld = ReturnType<typeof createStripeWorld>;

export type WorldParts = {
  store: Store;
  book: Book;
  faults: Faults;
  send: (event: OutgoingEvent) => void;
  publicUrl: () => string;
  apiVersion: string;
};

/** What a webhook endpoint of ours subscribes to; other events are not sent. */
const enabledEvents = new Set([
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.processing',
  'payment_intent.canceled',
  'checkout.session.expired',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.refunded',
]);

const halfHour = 30 * 60;
const day = 24 * 3600;
/** An expired page is noticed when somebody looks, and at the latest after this. */
const expirySweepMs = 10_000;

/** Checkout Sessions, PaymentIntents, Charges and Refunds, and the rules between them. */
export function createStripeWorld(parts: WorldParts) {
  const { store, book, faults } = parts;
  const sessions: Collection<SessionRow> = store.collection('sessions');
  const intents: Collection<IntentRow> = store.collection('intents');
  const charges: Collection<ChargeRow> = store.collection('charges');
  const open = new Set(
    sessions.values().flatMap(({ session }) => (session.status === 'open' ? [session.id] : [])),
  );

  const byReference = new Map<string, string>();
  const refer = ({ client_reference_id, id }: Session) => {
    if (client_reference_id) byReference.set(client_reference_id, id);
  };
  for (const { session } of sessions.values()) refer(session);

  function emit(type: string, object: StripeObject): void {
    if (!enabledEvents.has(type)) return;
    const id = newId(object.object === 'payment_intent' ? 'evt_3' : 'evt_1', 22);
    const payload = JSON.stringify({
      id,
      object: 'event',
      api_version: parts.apiVersion,
      created: now(),
      data: { object },
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
    });
    parts.send({ id, type, payload });
  }

  const sessionRow = (id: string): SessionRow => {
    const row = sessions.get(id);
    if (!row) throw noSuch('checkout.session', id, 'session');
    if (row.session.status === 'open' && row.session.expires_at <= now()) close(row);
    return row;
  };
  const intentRow = (id: string): IntentRow => {
    const row = intents.get(id);
    if (!row) throw noSuch('payment_intent', id, 'intent');
    return row;
  };
  const chargeRow = (id: string): ChargeRow => {
    const row = charges.get(id);
    if (!row) throw noSuch('charge', id);
    return row;
  };

  const saveIntent = (row: IntentRow) => intents.put(row.intent.id, row);
  const saveSession = (row: SessionRow) => sessions.put(row.session.id, row);

  function createSession(params: CreateSessionParams): Session {
    const currency = oneCurrency(params);
    const total = params.line_items.reduce(
      (sum, { quantity, price_data }) => sum + quantity * price_data.unit_amount,
      0,
    );
    refuseAmount(total, currency);
    const expiresAt = params.expires_at ?? now() + day;
    refuseExpiry(expiresAt);
    const id = newId('cs_test_', 58);
    const first = params.line_items[0]?.price_data.product_data;
    const session: Session = {
      id,
      object: 'checkout.session',
      adaptive_pricing: params.adaptive_pricing ?? { enabled: false },
      allowed_payment_method_types: params.allowed_payment_method_types ?? null,
      amount_subtotal: total,
      amount_total: total,
      branding_settings: params.branding_settings ?? { display_name: 'Test merchant' },
      cancel_url: params.cancel_url ?? null,
      client_reference_id: params.client_reference_id ?? null,
      created: now(),
      currency,
      customer: null,
      customer_details: params.customer_email ? { email: params.customer_email, name: null } : null,
      customer_email: params.customer_email ?? null,
      expires_at: expiresAt,
      livemode: false,
      locale: params.locale,
      metadata: params.metadata,
      mode: 'payment',
      payment_intent: null,
      payment_method_types: ['card'],
      payment_status: 'unpaid',
      status: 'open',
      submit_type: params.submit_type ?? null,
      success_url: params.success_url,
      ui_mode: 'hosted_page',
      url: `${parts.publicUrl()}/c/pay/${id}`,
    };
    open.add(id);
    refer(session);
    saveSession({
      session,
      product: { name: first?.name ?? '', description: first?.description ?? null },
      intentData: params.payment_intent_data,
    });
    return session;
  }

  function expireSession(id: string): Session {
    const row = sessionRow(id);
    if (row.session.status !== 'open')
      throw invalidRequest(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${row.session.status}\`.`,
      );
    close(row);
    return row.session;
  }

  function close(row: SessionRow): void {
    const { session } = row;
    open.delete(session.id);
    Object.assign(session, { status: 'expired', url: null });
    saveSession(row);
    const paying = session.payment_intent && intents.get(session.payment_intent);
    if (paying) cancelled(paying, 'automatic');
    emit('checkout.session.expired', session);
  }

  function cancelled(row: IntentRow, reason: string): void {
    Object.assign(row.intent, {
      status: 'canceled',
      canceled_at: now(),
      cancellation_reason: reason,
      next_action: null,
    });
    row.authenticating = null;
    saveIntent(row);
    emit('payment_intent.canceled', row.intent);
  }

  function cancelIntent(id: string): never {
    const { intent } = intentRow(id);
    throw invalidRequest(
      intent.status === 'succeeded' || intent.status === 'canceled'
        ? `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`
        : 'You cannot cancel this PaymentIntent because it was created by a Checkout Session. Expire the Checkout Session instead.',
      { code: 'payment_intent_unexpected_state' },
    );
  }

  /** A buyer submits a card on the page. The intent is made now, not with the session. */
  function pay(sessionId: string, card: Card): PayOutcome {
    const row = sessionRow(sessionId);
    if (row.session.status !== 'open') return { outcome: 'not_open', status: row.session.status };
    const paying = intentOf(row);
    const scripted = faults.declines();
    const outcome: CardOutcome =
      scripted && card.outcome.kind === 'succeeds'
        ? { kind: 'declined', code: 'card_declined', declineCode: scripted }
        : card.outcome;
    if (outcome.kind !== 'needs_authentication') return settle(row, paying, card, outcome);
    paying.authenticating = { brand: card.brand, last4: card.last4, outcome: outcome.afterwards };
    Object.assign(paying.intent, {
      status: 'requires_action',
      last_payment_error: null,
      next_action: {
        type: 'redirect_to_url',
        redirect_to_url: { url: `${parts.publicUrl()}/c/pay/${sessionId}/challenge` },
      },
    });
    saveIntent(paying);
    return { outcome: 'authentication_required' };
  }

  /** The buyer's bank has asked the buyer. */
  function authenticate(sessionId: string, isComplete: boolean): PayOutcome {
    const row = sessionRow(sessionId);
    if (row.session.status !== 'open') return { outcome: 'not_open', status: row.session.status };
    const paying = intentOf(row);
    const card = paying.authenticating;
    if (!card) return { outcome: 'declined', error: authenticationFailed };
    paying.authenticating = null;
    if (isComplete) return settle(row, paying, card, card.outcome);
    return fail(paying, authenticationFailed);
  }

  function settle(
    row: SessionRow,
    paying: IntentRow,
    card: Card,
    outcome: CardOutcome,
  ): PayOutcome {
    if (outcome.kind === 'needs_authentication') return { outcome: 'authentication_required' };
    const { intent } = paying;
    const error = outcome.kind === 'declined' ? declineError(outcome) : null;
    const charge = newCharge(intent, card, error);
    charges.put(charge.id, { charge, paidWith: { ...card, outcome } });
    intent.latest_charge = charge.id;
    if (error) return fail(paying, { ...error, charge: charge.id });
    Object.assign(intent, {
      status: 'succeeded',
      amount_received: intent.amount,
      last_payment_error: null,
      next_action: null,
    });
    Object.assign(row.session, {
      status: 'complete',
      payment_status: 'paid',
      payment_intent: intent.id,
      url: null,
    });
    open.delete(row.session.id);
    saveIntent(paying);
    saveSession(row);
    book.enter({
      id: charge.id,
      provider: 'stripe',
      kind: 'capture',
      providerPaymentId: intent.id,
      paymentId: intent.metadata.payment_id ?? null,
      amount: charge.amount,
      currency: charge.currency,
    });
    emit('payment_intent.succeeded', intent);
    return { outcome: 'succeeded' };
  }

  /** The intent waits for another card; the page stays open. */
  function fail(paying: IntentRow, error: PaymentError): PayOutcome {
    Object.assign(paying.intent, {
      status: 'requires_payment_method',
      last_payment_error: error,
      next_action: null,
    });
    saveIntent(paying);
    emit('payment_intent.payment_failed', paying.intent);
    return { outcome: 'declined', error };
  }

  function intentOf(row: SessionRow): IntentRow {
    if (row.session.payment_intent) return intentRow(row.session.payment_intent);
    const { session, intentData } = row;
    const intent: Intent = {
      id: newId('pi_3', 23),
      object: 'payment_intent',
      amount: session.amount_total,
      amount_capturable: 0,
      amount_received: 0,
      canceled_at: null,
      cancellation_reason: null,
      capture_method: 'automatic_async',
      confirmation_method: 'automatic',
      created: now(),
      currency: session.currency,
      customer: null,
      description: intentData.description ?? null,
      last_payment_error: null,
      latest_charge: null,
      livemode: false,
      metadata: intentData.metadata,
      next_action: null,
      payment_method_types: ['card'],
      receipt_email: null,
      status: 'requires_payment_method',
    };
    session.payment_intent = intent.id;
    saveSession(row);
    const created = { intent, sessionId: session.id, authenticating: null };
    saveIntent(created);
    return created;
  }

  const refunds = refundRules({
    store,
    book,
    emit,
    intentRow,
    chargeRow,
    charges,
    settlesAfterMs: faults.refundsSettleAfterMs,
  });
  const sweep = setInterval(() => {
    for (const id of open) sessionRow(id);
  }, expirySweepMs);
  sweep.unref();

  return {
    createSession,
    session: (id: string) => sessionRow(id).session,
    sessionRow,
    /** By its own id, its intent's, or by what the merchant called the payment (the newest). */
    findSession: (id: string): Session | null =>
      sessions.get(id)?.session ??
      sessions.get(intents.get(id)?.sessionId ?? byReference.get(id) ?? '')?.session ??
      null,
    sessions: () => sessions.values().map(({ session }) => session),
    expireSession,
    intent: (id: string) => intentRow(id).intent,
    isAuthenticating: (id: string) => Boolean(intentRow(id).authenticating),
    sessionIdOfIntent: (id: string) => intents.get(id)?.sessionId ?? null,
    cancelIntent,
    charge: (id: string) => chargeRow(id).charge,
    charges: () => charges.values().map(({ charge }) => charge),
    pay: (sessionId: string, card: Card) => store.together(() => pay(sessionId, card)),
    authenticate: (sessionId: string, isComplete: boolean) =>
      store.together(() => authenticate(sessionId, isComplete)),
    createRefund: (params: CreateRefundParams) => refunds.create(params),
    refund: (id: string) => refunds.byId(id),
    refundsOf: (filter: { payment_intent?: string; charge?: string }) => refunds.list(filter),
    stop() {
      clearInterval(sweep);
      refunds.stop();
    },
  };
}

function oneCurrency(params: CreateSessionParams): string {
  const currencies = new Set(
    params.line_items.map(({ price_data }) => price_data.currency.toLowerCase()),
  );
  const [currency] = currencies;
  if (!currency || currencies.size !== 1)
    throw invalidRequest('All line items must have the same currency.', { param: 'line_items' });
  return currency;
}

function refuseAmount(total: number, currency: string): void {
  if (total < smallestCharge(currency))
    throw invalidRequest(
      `The Checkout Session's total amount due must add up to at least ${smallestCharge(currency)} ${currency}`,
      { code: 'amount_too_small' },
    );
  if (!isChargeable(total, currency))
    throw invalidRequest(`Invalid amount: ${total} ${currency} is not a chargeable amount.`, {
      code: 'invalid_charge_amount_no_decimal_compatible',
    });
}

function refuseExpiry(expiresAt: number): void {
  if (expiresAt < now() + halfHour || expiresAt > now() + day)
    throw invalidRequest(
      'The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.',
      { param: 'expires_at' },
    );
}

const authenticationFailed: PaymentError = {
  type: 'card_error',
  code: 'payment_intent_authentication_failure',
  message:
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
};

const declineMessages: Record<string, string> = {
  insufficient_funds: 'Your card has insufficient funds.',
  expired_card: 'Your card has expired.',
  incorrect_cvc: "Your card's security code is incorrect.",
  processing_error: 'An error occurred while processing your card. Try again in a little bit.',
  test_mode_live_card:
    'Your card was declined. Your request was in test mode, but used a non test card.',
};

function declineError(outcome: Extract<CardOutcome, { kind: 'declined' }>): PaymentError {
  const { code, declineCode } = outcome;
  return {
    type: 'card_error',
    code,
    ...(declineCode && { decline_code: declineCode }),
    message: declineMessages[declineCode ?? code] ?? 'Your card was declined.',
  };
}

function newCharge(intent: Intent, card: Card, error: PaymentError | null): Charge {
  return {
    id: newId('ch_3', 23),
    object: 'charge',
    amount: intent.amount,
    amount_captured: error ? 0 : intent.amount,
    amount_refunded: 0,
    captured: !error,
    created: now(),
    currency: intent.currency,
    description: intent.description,
    disputed: false,
    failure_code: error?.code ?? null,
    failure_message: error?.message ?? null,
    livemode: false,
    metadata: intent.metadata,
    paid: !error,
    payment_intent: intent.id,
    payment_method_details: { type: 'card', card: { brand: card.brand, last4: card.last4 } },
    refunded: false,
    status: error ? 'failed' : 'succeeded',
  };
}

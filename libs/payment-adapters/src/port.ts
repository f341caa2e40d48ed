/**
 * What the product needs of a payment provider, in our words. The buyer always pays on a page that
 * the provider hosts, so card data never reaches us. A provider is the authority on its own state:
 * webhooks announce it, `retrieve` confirms it, and both give the same PaymentState.
 *
 * Money is `amountMinor`, an integer in the minor units that `minorDigits(currency)` of
 * @foyer/types says, with an upper-case ISO 4217 code. An adapter converts to what its provider
 * counts in.
 *
 * Every method but `verifyWebhook` calls the provider, ends within the adapter's deadline, and
 * throws a PaymentProviderError when it cannot answer; its `retryable` says whether the same call
 * with the same idempotency key may succeed later.
 */
export interface PaymentAdapter {
  /** As stored in `payments.provider` and used in `/webhooks/<provider>`: 'stripe'. */
  readonly provider: string;

  /**
   * Opens a hosted payment page. The same `idempotencyKey` with the same input gives the same page,
   * also when the first answer was lost; with other input it throws `idempotency_key_reused`.
   */
  createIntent(input: CreateIntent): Promise<CreatedIntent>;

  /** The state now. Takes every providerPaymentId the adapter ever gave out. Throws `not_found`. */
  retrieve(providerPaymentId: string): Promise<PaymentState>;

  /**
   * Closes the hosted page, so that nobody can pay on it any more. Idempotent. Refused, with the
   * state, when money has moved or is moving: the caller then treats it as paid and refunds.
   */
  cancel(providerPaymentId: string): Promise<CancelResult>;

  /**
   * Gives money back, once per `refundId` for ever: a repeated call returns the first refund, even
   * when the provider has long forgotten the idempotency key.
   */
  refund(input: RefundRequest): Promise<RefundResult>;

  /** The state of a refund now, by the provider's id for it. Throws `not_found`. */
  retrieveRefund(providerRefundId: string): Promise<RefundState>;

  /**
   * Every payment whose money came since, and every refund made since, newest first: what a database
   * that was restored has to be compared with.
   */
  movementsSince(since: Date): AsyncIterable<Movement>;

  /**
   * Checks signature and age (at most five minutes) of a delivery and translates it. `rawBody` must
   * be the bytes as received. Throws WebhookInvalid. A verified event of a type that concerns
   * neither payments nor refunds has neither field. Deliveries come repeatedly and in any order:
   * deduplicate by `eventId`, and let a final state win over an earlier one that arrives late.
   */
  verifyWebhook(rawBody: Uint8Array | string, headers: WebhookHeaders): Promise<WebhookEvent>;
}

export type CreateIntent = {
  /** Our ids: they travel with the payment and come back in every PaymentState. */
  paymentId: string;
  registrationId: string;
  /** Who is paid: the heading of the hosted page. */
  organizationName: string;
  /** What is paid for: `Open Source Days: 2 × Early bird`. */
  description: string;
  /** At least 1. A registration without a price needs no payment. */
  amountMinor: number;
  currency: string;
  buyerEmail: string;
  /** At most 200 characters. One per attempt to open a page, kept until it is answered. */
  idempotencyKey: string;
  /** Where the buyer goes after paying, and after giving up. Absolute http(s) URLs. */
  returnUrl: string;
  cancelUrl: string;
  /**
   * End of our hold. A provider may keep its page open longer, so whoever expires the hold must
   * also `cancel`, and a payment after expiry can always happen.
   */
  expiresAt: Date;
  /** BCP 47. A provider that does not speak it chooses by the browser. */
  locale: string;
};

export type CreatedIntent = {
  providerPaymentId: string;
  redirectUrl: string;
  status: PaymentStatus;
};

/**
 * - `created`: the page is open, nobody tried to pay.
 * - `pending`: somebody tried. With `failureCode` the last try failed and the buyer may try again
 *   on the same page; without it, authentication or settlement is under way.
 * - `succeeded`: the money is captured. Final; refunds do not change it.
 * - `failed`: the provider gave up on it. Final.
 * - `cancelled`: the page was closed or ran out. Final, unless a payment was already under way.
 */
export type PaymentStatus = 'created' | 'pending' | 'succeeded' | 'failed' | 'cancelled';

/** Why a try failed, the same words for all providers, to choose a sentence for the buyer by. */
export const paymentFailures = [
  'card_declined',
  'insufficient_funds',
  'authentication_failed',
  'expired_card',
  'incorrect_details',
  'processing_error',
] as const;
export type PaymentFailure = (typeof paymentFailures)[number];

export type PaymentState = {
  /** May differ from the id `createIntent` gave: take the newest, all of them stay valid. */
  providerPaymentId: string;
  /** Null when the payment is not ours, as on a provider account that others use too. */
  paymentId: string | null;
  status: PaymentStatus;
  /** With `succeeded` what was captured, else what was asked for. */
  amountMinor: number;
  currency: string;
  failureCode?: PaymentFailure;
  /** The provider's id of the movement of money, for reconciliation. */
  capturedChargeId?: string;
  /** What was given back so far, where this source of the state says so. */
  refundedMinor?: number;
};

export type CancelResult =
  | { outcome: 'cancelled'; payment: PaymentState }
  | { outcome: 'refused'; reason: 'already_succeeded' | 'in_progress'; payment: PaymentState };

export type RefundRequest = {
  providerPaymentId: string;
  paymentId: string;
  amountMinor: number;
  currency: string;
  /** Our id: identifies the refund at the provider for ever. */
  refundId: string;
  idempotencyKey: string;
  /** For people; shown in the provider's dashboard, not to the buyer. At most 500 characters. */
  reason: string;
};

/** `pending` can take days. A refund that failed after `succeeded` becomes `failed`: tell staff. */
export type RefundStatus = 'pending' | 'succeeded' | 'failed';

export type RefundState = {
  providerRefundId: string;
  providerPaymentId: string;
  /** Null when somebody made it in the provider's dashboard. */
  refundId: string | null;
  paymentId: string | null;
  status: RefundStatus;
  amountMinor: number;
  currency: string;
  /** The provider's word: `lost_or_stolen_card`, `expired_or_canceled_card`, `cancelled`, … */
  failureCode?: string;
};

export type Movement = { payment: PaymentState } | { refund: RefundState };

export type RefundResult =
  | { outcome: 'accepted'; refund: RefundState }
  | {
      outcome: 'refused';
      /** More than is left, nothing captured yet, other currency, or disputed by the cardholder. */
      reason: 'exceeds_captured' | 'not_captured' | 'currency_mismatch' | 'disputed';
      message: string;
    };

/** As Node gives them: lower-case names. */
export type WebhookHeaders = Record<string, string | string[] | undefined>;

export type WebhookEvent = {
  eventId: string;
  /** The provider's name for it, for the record. */
  type: string;
  createdAt: Date;
  payment?: PaymentState;
  refund?: RefundState;
};

export type PaymentProviderErrorCode =
  /** No answer within the deadline: the effect is unknown, ask again with the same key. */
  | 'timeout'
  /** No connection, or the provider's own fault. */
  | 'unavailable'
  | 'rate_limited'
  /** The same idempotency key is being worked on right now. */
  | 'in_progress'
  /** Our key or its permissions: nothing works until an operator acts. */
  | 'authentication'
  | 'idempotency_key_reused'
  | 'not_found'
  /** Refused by the provider's rules; `providerCode` says which (`amount_too_small`, …). */
  | 'invalid_request'
  /** An answer that does not fit what the provider documents. */
  | 'unexpected_answer';

const retryableCodes: readonly PaymentProviderErrorCode[] = [
  'timeout',
  'unavailable',
  'rate_limited',
  'in_progress',
];

/** The provider could not do what was asked. Safe to log: holds no key, card or buyer data. */
export class PaymentProviderError extends Error {
  override name = 'PaymentProviderError';
  readonly provider: string;
  readonly code: PaymentProviderErrorCode;
  readonly retryable: boolean;
  /** The provider's id of the request, to quote to its support. */
  readonly requestId: string | undefined;
  readonly providerCode: string | undefined;

  constructor(
    message: string,
    details: {
      provider: string;
      code: PaymentProviderErrorCode;
      requestId?: string;
      providerCode?: string;
      cause?: unknown;
    },
  ) {
    super(message, { cause: details.cause });
    this.provider = details.provider;
    this.code = details.code;
    this.retryable = retryableCodes.includes(details.code);
    this.requestId = details.requestId;
    this.providerCode = details.providerCode;
  }
}

/** A delivery that must be answered with 400 and changes nothing. */
export class WebhookInvalid extends Error {
  override name = 'WebhookInvalid';
  /** `signature`: absent or of another secret. `too_old`: a replay. `malformed`: signed nonsense. */
  readonly reason: 'signature' | 'too_old' | 'malformed';

  constructor(reason: WebhookInvalid['reason'], message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

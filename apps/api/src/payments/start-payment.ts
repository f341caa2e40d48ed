import { createHash } from 'node:crypto';
import { type Claims, registrationToken } from '@foyer/db';
import { type PaymentAdapters, PaymentProviderError } from '@foyer/payment-adapters';
import { killPoint, type Logger } from '@foyer/runtime';
import type { SqlState } from '@foyer/types';
import type pg from 'pg';
import { createBatcher } from '../batching/batcher.ts';
import { ApiError, refusal } from '../http/api-error.ts';
import { paymentLanes } from './payment-lanes.ts';

export type StartedPayment = { paymentId: string; redirectUrl: string };

/** Who buys and who comes. */
export type OrderDetails = {
  buyerName: string;
  buyerEmail: string;
  attendees: { ticketTypeId: string; name: string; email?: string | null }[];
  locale: string;
};

export type StartPaymentInput = { registrationId: string; details?: OrderDetails | null };

type BegunPayment = {
  paymentId: string;
  registrationId: string;
  provider: string;
  redirectUrl: string | null;
  amountMinor: number;
  currency: string;
  buyerEmail: string;
  locale: string;
  expiresAt: string;
  organizationName: string;
  description: string;
};

type BeginRequest = {
  registrationId: string;
  userId: string | null;
  linkRegistrationId: string | null;
  provider: string;
  details: OrderDetails | null;
};

type MadeIntent = { paymentId: string; providerPaymentId: string; redirectUrl: string };

type Refusal = { sqlState: SqlState; message: string; hint?: string };

/**
 * The same page for the same wish; a buyer who corrects their address after an answer was lost gets a
 * new page instead of a conflict (nobody ever saw the first one).
 */
const attemptKey = (begun: BegunPayment): string =>
  `payment-${begun.paymentId}-${createHash('sha256')
    .update(`${begun.buyerEmail}|${begun.expiresAt}|${begun.locale}`)
    .digest('hex')
    .slice(0, 16)}`;

/**
 * Opens the provider's payment page for a held registration. Our row is committed first, the provider
 * is asked outside any transaction with the payment's id as idempotency key, and its answer is noted
 * after: dying in between leaves a payment that the same call completes.
 */
export function createStartPayment(deps: {
  pool: pg.Pool;
  payments: PaymentAdapters;
  secret: string;
  publicWebUrl: string;
  logger: Logger;
}) {
  const begin = createBatcher<BeginRequest, BegunPayment | { refusal: Refusal }>({
    ...paymentLanes(({ registrationId }) => registrationId),
    async run(requests) {
      const { rows } = await deps.pool.query<{ answers: (BegunPayment | { refusal: Refusal })[] }>({
        name: 'begin_payments',
        text: 'select app_private.begin_payments($1) as answers',
        values: [JSON.stringify(requests)],
      });
      return rows[0]?.answers ?? [];
    },
  });
  const recordPage = createBatcher<MadeIntent, string>({
    ...paymentLanes(({ paymentId }) => paymentId),
    async run(made) {
      const { rows } = await deps.pool.query<{ urls: string[] }>({
        name: 'record_payment_pages',
        text: 'select app_private.record_payment_pages($1, $2, $3) as urls',
        values: [
          made.map(({ paymentId }) => paymentId),
          made.map(({ providerPaymentId }) => providerPaymentId),
          made.map(({ redirectUrl }) => redirectUrl),
        ],
      });
      return rows[0]?.urls ?? [];
    },
  });

  return async (
    caller: Claims,
    { registrationId, details = null }: StartPaymentInput,
  ): Promise<StartedPayment> => {
    const begun = await begin.submit({
      registrationId,
      userId: caller.userId ?? null,
      linkRegistrationId: caller.registrationId ?? null,
      provider: deps.payments.preferred.provider,
      details,
    });
    if ('refusal' in begun) throw refusal(begun.refusal);
    if (begun.redirectUrl) return { paymentId: begun.paymentId, redirectUrl: begun.redirectUrl };

    const adapter = deps.payments.byName(begun.provider);
    if (!adapter) throw new Error(`No adapter for the provider ${begun.provider}`);
    const token = `${begun.registrationId}.${registrationToken(deps.secret, begun.registrationId)}`;
    const page = (outcome: string) =>
      `${deps.publicWebUrl}/checkout/${begun.registrationId}?token=${encodeURIComponent(token)}&payment=${outcome}`;
    try {
      killPoint('payment.before-provider');
      const intent = await adapter.createIntent({
        paymentId: begun.paymentId,
        registrationId: begun.registrationId,
        organizationName: begun.organizationName,
        description: begun.description,
        amountMinor: begun.amountMinor,
        currency: begun.currency,
        buyerEmail: begun.buyerEmail,
        idempotencyKey: attemptKey(begun),
        returnUrl: page('return'),
        cancelUrl: page('cancelled'),
        expiresAt: new Date(begun.expiresAt),
        locale: begun.locale,
      });
      killPoint('payment.after-provider');
      // Another tab may have been faster: of two pages both use the first, so that nobody can pay on each.
      const redirectUrl = await recordPage.submit({
        paymentId: begun.paymentId,
        providerPaymentId: intent.providerPaymentId,
        redirectUrl: intent.redirectUrl,
      });
      return { paymentId: begun.paymentId, redirectUrl };
    } catch (error) {
      if (!(error instanceof PaymentProviderError)) throw error;
      deps.logger.error(
        { err: error, paymentId: begun.paymentId },
        'the payment page could not be opened',
      );
      // Too small, not of the provider's steps, or of a currency it does not take: no other try will do.
      if (error.code === 'invalid_request' && /amount|currency/.test(error.providerCode ?? ''))
        throw new ApiError(
          422,
          'PAYMENT_REFUSED',
          'The payment service does not take this amount.',
          {
            hint: 'Nothing was charged. Tell the organizer, who sets the price.',
            cause: error,
          },
        );
      throw new ApiError(
        503,
        'PAYMENT_UNAVAILABLE',
        'The payment service does not answer at the moment.',
        {
          hint: 'Your tickets stay held. Try again in a moment; nothing was charged.',
          cause: error,
        },
      );
    }
  };
}

import { createHash } from 'node:crypto';
import { type Claims, registrationToken } from '@foyer/db';
import { type PaymentAdapters, PaymentProviderError } from '@foyer/payment-adapters';
import { killPoint, type Logger } from '@foyer/runtime';
import type pg from 'pg';
import { ApiError } from '../http/api-error.ts';

export type StartedPayment = { paymentId: string; redirectUrl: string };

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
  return async (caller: Claims, registrationId: string): Promise<StartedPayment> => {
    const { rows } = await deps.pool.query<{ begun: BegunPayment }>(
      'select app_private.begin_payment($1, $2, $3, $4) as begun',
      [
        registrationId,
        caller.userId ?? null,
        caller.registrationId ?? null,
        deps.payments.preferred.provider,
      ],
    );
    const begun = rows[0]?.begun;
    if (!begun) throw new Error('begin_payment gave no answer');
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
      await deps.pool.query('select app_private.record_payment_intent($1, $2, $3)', [
        begun.paymentId,
        intent.providerPaymentId,
        intent.redirectUrl,
      ]);
      return { paymentId: begun.paymentId, redirectUrl: intent.redirectUrl };
    } catch (error) {
      if (!(error instanceof PaymentProviderError)) throw error;
      deps.logger.error(
        { err: error, paymentId: begun.paymentId },
        'the payment page could not be opened',
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

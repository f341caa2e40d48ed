import { TimeoutError } from '@foyer/runtime';
import Stripe from 'stripe';
import { PaymentProviderError, type PaymentProviderErrorCode } from '../port.ts';
import { NotChargeable } from './amounts.ts';

/** What the SDK threw, in the port's words. Errors of the port pass through. */
export function toProviderError(err: unknown): PaymentProviderError {
  if (err instanceof PaymentProviderError) return err;
  if (err instanceof TimeoutError) return failure('timeout', err.message, err);
  if (err instanceof NotChargeable)
    return failure('invalid_request', err.message, err, { providerCode: 'amount_not_chargeable' });
  if (!(err instanceof Stripe.errors.StripeError))
    return failure('unexpected_answer', 'Stripe answered in a way we do not understand', err);
  return failure(codeOf(err), err.message, err, {
    requestId: err.requestId,
    providerCode: err.code,
  });
}

function failure(
  code: PaymentProviderErrorCode,
  message: string,
  cause: unknown,
  details: { requestId?: string; providerCode?: string } = {},
): PaymentProviderError {
  return new PaymentProviderError(`Stripe: ${message}`, {
    provider: 'stripe',
    code,
    cause,
    ...details,
  });
}

function codeOf(err: Stripe.errors.StripeError): PaymentProviderErrorCode {
  const { errors } = Stripe;
  if (err instanceof errors.StripeConnectionError)
    return isTimeout(err) ? 'timeout' : 'unavailable';
  if (err instanceof errors.StripeRateLimitError) return 'rate_limited';
  if (err instanceof errors.StripeAuthenticationError) return 'authentication';
  if (err instanceof errors.StripePermissionError) return 'authentication';
  if (err instanceof errors.StripeIdempotencyError) return 'idempotency_key_reused';
  if (err instanceof errors.StripeInvalidRequestError || err instanceof errors.StripeCardError)
    return err.statusCode === 404 || err.code === 'resource_missing'
      ? 'not_found'
      : 'invalid_request';
  // 409: another request with this key, or a lock on the object, is in the way.
  return err.statusCode === 409 ? 'in_progress' : 'unavailable';
}

function isTimeout(err: Stripe.errors.StripeConnectionError): boolean {
  const detail: unknown = err.detail;
  return detail instanceof Error && 'code' in detail && detail.code === 'ETIMEDOUT';
}

/**
 * Stripe keeps the first answer to an idempotency key, a 5xx too, and replays it for a day. A
 * replayed 5xx therefore says that this key is burnt: only another one can get an answer.
 */
export function isBurntKey(err: unknown): boolean {
  return (
    err instanceof Stripe.errors.StripeError &&
    (err.statusCode ?? 0) >= 500 &&
    (err.headers as Record<string, string> | undefined)?.['idempotent-replayed'] === 'true'
  );
}

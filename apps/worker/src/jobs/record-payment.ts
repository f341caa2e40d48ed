import type { PaymentState, RefundState } from '@foyer/payment-adapters';
import type pg from 'pg';

/**
 * Applies what a provider answered when we asked, the way its webhooks are applied: under a key that
 * makes the same answer count once, in one transaction with what follows from it.
 */
export async function recordPaymentState(
  pool: pg.Pool,
  provider: string,
  paymentId: string,
  state: Pick<PaymentState, 'status'> & Partial<PaymentState>,
): Promise<void> {
  const key = ['asked', paymentId, state.status, state.failureCode].filter(Boolean).join(':');
  const payment = { ...state, paymentId };
  await pool.query('select app_private.record_payment_event($1, $2, $3, $4, null, $5)', [
    provider,
    key,
    'foyer.payment_retrieved',
    JSON.stringify(payment),
    JSON.stringify(payment),
  ]);
}

/** `status: 'failed'` needs no provider's id: the provider refused before it made one. */
export async function recordRefundState(
  pool: pg.Pool,
  provider: string,
  refund: Pick<RefundState, 'status' | 'failureCode'> & {
    refundId: string;
    providerRefundId: string | null;
  },
): Promise<void> {
  await pool.query('select app_private.apply_refund_state($1, $2)', [
    provider,
    JSON.stringify(refund),
  ]);
}

import type { PaymentState, RefundState } from '@foyer/payment-adapters';
import type pg from 'pg';
import type { JobDeps } from './job.ts';

/**
 * Applies what a provider answered when we asked, the way its webhooks are applied: under a key that
 * makes the same answer count once, in one transaction with what follows from it.
 */
export async function recordPaymentState(
  { pool, onPaymentAsked }: Pick<JobDeps, 'pool' | 'onPaymentAsked'>,
  provider: string,
  paymentId: string,
  state: Pick<PaymentState, 'status'> & Partial<PaymentState>,
): Promise<void> {
  const key = ['asked', paymentId, state.status, state.failureCode].filter(Boolean).join(':');
  const payment = { ...state, paymentId };
  const { rows } = await pool.query<{ outcome: string }>(
    `select app_private.record_payment_event($1, $2, $3, $4, null, $5) ->> 'outcome' as outcome`,
    [provider, key, 'foyer.payment_retrieved', JSON.stringify(payment), JSON.stringify(payment)],
  );
  onPaymentAsked(provider, rows[0]?.outcome ?? 'unknown');
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

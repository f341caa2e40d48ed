import { killPoint } from '@foyer/runtime';
import { outboxPayloads } from '@foyer/types';
import { UnrecoverableError } from 'bullmq';
import { z } from 'zod';
import { defineJob } from '../job.ts';
import { recordRefundState } from '../record-payment.ts';

const claimed = z
  .object({
    refundId: z.uuid(),
    provider: z.string(),
    paymentId: z.uuid(),
    providerPaymentId: z.string().nullable(),
    providerRefundId: z.string().nullable(),
    amountMinor: z.int().positive(),
    currency: z.string(),
    reason: z.string(),
  })
  .nullable();

/**
 * Asks the provider for a refund, or after one that is under way. The refund's id is the idempotency
 * key at the provider, so asking again, here or in another worker, never pays twice.
 */
export const executeRefund = defineJob({
  name: 'execute-refund',
  lane: 'refunds',
  payload: outboxPayloads['refund.queued'],
  async handle({ refundId }, { pool, payments }, { logger }) {
    const { rows } = await pool.query('select app_private.claim_refund($1) as refund', [refundId]);
    const refund = claimed.parse(rows[0]?.refund ?? null);
    if (!refund) return;
    const adapter = payments.byName(refund.provider);
    if (!adapter) throw new Error(`this installation has no payment provider ${refund.provider}`);
    if (!refund.providerPaymentId)
      throw new UnrecoverableError('the payment never reached a provider');

    if (refund.providerRefundId) {
      const state = await adapter.retrieveRefund(refund.providerRefundId);
      await recordRefundState(pool, refund.provider, { ...state, refundId });
      return;
    }
    const result = await adapter.refund({
      providerPaymentId: refund.providerPaymentId,
      paymentId: refund.paymentId,
      amountMinor: refund.amountMinor,
      currency: refund.currency,
      refundId,
      idempotencyKey: `refund:${refundId}`,
      reason: refund.reason,
    });
    killPoint('refund.after-provider');
    if (result.outcome === 'accepted') {
      await recordRefundState(pool, refund.provider, { ...result.refund, refundId });
      return;
    }
    // Staff see the failed refund and its reason; money that cannot go back by itself needs a person.
    logger.error({ refundId, reason: result.reason }, 'the provider refused a refund');
    await recordRefundState(pool, refund.provider, {
      refundId,
      providerRefundId: null,
      status: 'failed',
      failureCode: result.reason,
    });
  },
});

import { outboxPayloads } from '@foyer/types';
import { z } from 'zod';
import { defineJob } from '../job.ts';
import { recordPaymentState } from '../record-payment.ts';

const abandoned = z
  .object({ paymentId: z.uuid(), provider: z.string(), providerPaymentId: z.string().nullable() })
  .nullable();

/** The fourth attempt starts 77 s after the first (see the queue's retries). */
const lastWaitForPage = 4;

/** Closes the payment page of a registration whose tickets went back, so that nobody pays for nothing. */
export const cancelPayment = defineJob({
  name: 'cancel-payment',
  lane: 'payments',
  payload: outboxPayloads['payment.abandoned'],
  async handle({ paymentId }, deps, { attempt }) {
    const { pool, payments } = deps;
    const { rows } = await pool.query('select app_private.payment_to_cancel($1) as payment', [
      paymentId,
    ]);
    const payment = abandoned.parse(rows[0]?.payment ?? null);
    if (!payment) return;
    if (!payment.providerPaymentId) {
      // The API may be opening the page at this moment: once it has noted the id, a later attempt
      // closes it. After more than a minute it died on the way, and there is no page.
      if (attempt < lastWaitForPage) throw new Error('the payment has no page yet');
      await recordPaymentState(deps, payment.provider, paymentId, { status: 'cancelled' });
      return;
    }
    const adapter = payments.byName(payment.provider);
    if (!adapter) throw new Error(`this installation has no payment provider ${payment.provider}`);
    // Refused means that money has moved or is moving: recorded, it is refunded like any late payment.
    const { payment: state } = await adapter.cancel(payment.providerPaymentId);
    await recordPaymentState(deps, payment.provider, paymentId, state);
  },
});

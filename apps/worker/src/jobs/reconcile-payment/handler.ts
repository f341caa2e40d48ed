import { z } from 'zod';
import { defineJob } from '../job.ts';
import { recordPaymentState } from '../record-payment.ts';

/** Asks the provider how a payment stands, in case its webhook got lost. */
export const reconcilePayment = defineJob({
  name: 'reconcile-payment',
  lane: 'payments',
  payload: z.object({
    paymentId: z.uuid(),
    provider: z.string(),
    providerPaymentId: z.string(),
    /** Nobody may pay any more: close the page if nobody has. */
    isAbandoned: z.boolean(),
  }),
  async handle({ paymentId, provider, providerPaymentId, isAbandoned }, deps) {
    const adapter = deps.payments.byName(provider);
    if (!adapter) throw new Error(`this installation has no payment provider ${provider}`);
    const state = isAbandoned
      ? (await adapter.cancel(providerPaymentId)).payment
      : await adapter.retrieve(providerPaymentId);
    await recordPaymentState(deps, provider, paymentId, state);
  },
});

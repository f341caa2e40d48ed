import { outboxPayloads } from '@foyer/types';
import { z } from 'zod';
import { deliverOnce } from '../../delivery.ts';
import { loadDocument } from '../../documents/load-document.ts';
import { renderMail } from '../../mail/render-mail.ts';
import { defineJob } from '../job.ts';
import { latePaymentMail, lateReasons } from './template.ts';

const refundSchema = z.object({
  reason: z.enum(lateReasons),
  amountMinor: z.int(),
  currency: z.string(),
});

/** Tells a buyer that their money could not buy what it was meant for, and comes back. */
export const notifyLatePayment = defineJob({
  name: 'notify-late-payment',
  lane: 'mail',
  payload: outboxPayloads['payment.received_late'],
  async handle({ registrationId, refundId }, deps) {
    const document = await loadDocument(deps.pool, registrationId);
    const address = document?.registration.buyerEmail;
    if (!document || !address) return;
    const { rows } = await deps.pool.query('select app_private.refund_notice($1) as refund', [
      refundId,
    ]);
    const refund = refundSchema.parse(rows[0]?.refund);
    await deliverOnce(deps, `payment.received_late:${refundId}`, async () => ({
      to: address,
      fromName: document.organization.name,
      replyTo: document.event.contactEmail,
      ...renderMail(latePaymentMail(document, refund, deps.links), document.registration.locale),
    }));
  },
});

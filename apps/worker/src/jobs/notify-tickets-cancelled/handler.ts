import { outboxPayloads } from '@foyer/types';
import { z } from 'zod';
import { deliverOnce } from '../../delivery.ts';
import { loadDocument } from '../../documents/load-document.ts';
import { renderMail } from '../../mail/render-mail.ts';
import { defineJob } from '../job.ts';
import { ticketsCancelledMail } from './template.ts';

const cancelledTickets = z.array(
  z.object({ attendeeName: z.string(), ticketTypeName: z.string(), code: z.string() }),
);

/** Tells a buyer which tickets are no longer good, what comes back, and what stays. */
export const notifyTicketsCancelled = defineJob({
  name: 'notify-tickets-cancelled',
  lane: 'mail',
  payload: outboxPayloads['tickets.cancelled'],
  async handle({ registrationId, ticketIds, refundMinor, message }, deps, { jobId }) {
    const document = await loadDocument(deps.pool, registrationId);
    const address = document?.registration.buyerEmail;
    if (!document || !address) return;
    const { rows } = await deps.pool.query('select app_private.cancelled_tickets($1) as tickets', [
      ticketIds,
    ]);
    const tickets = cancelledTickets.parse(rows[0]?.tickets);
    await deliverOnce(deps, jobId, async () => ({
      to: address,
      fromName: document.organization.name,
      replyTo: document.event.contactEmail,
      ...renderMail(
        ticketsCancelledMail(document, { tickets, refundMinor, message }, deps.links),
        document.registration.locale,
      ),
    }));
  },
});

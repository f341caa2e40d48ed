import { outboxPayloads } from '@foyer/types';
import type pg from 'pg';
import { z } from 'zod';
import { deliverOnce } from '../../delivery.ts';
import { loadDocument } from '../../documents/load-document.ts';
import { renderMail } from '../../mail/render-mail.ts';
import { defineJob } from '../job.ts';
import { heldTicketCancelledMail, ticketsCancelledMail } from './template.ts';

const cancelledTickets = z.array(
  z.object({
    id: z.uuid(),
    attendeeName: z.string(),
    ticketTypeName: z.string(),
    code: z.string(),
    /** Of whom it was handed over to. */
    holderEmail: z.string().nullable(),
  }),
);

/** Tells a buyer which tickets are no longer good, what comes back, and what stays. */
export const notifyTicketsCancelled = defineJob({
  name: 'notify-tickets-cancelled',
  lane: 'mail',
  payload: outboxPayloads['tickets.cancelled'],
  async handle({ registrationId, ticketIds, refundMinor, message }, deps, { jobId, takesTurnsAs }) {
    const document = await loadDocument(deps.pool, registrationId);
    const address = document?.registration.buyerEmail;
    if (!document || !address) return;
    const tickets = await ticketsOf(deps.pool, ticketIds);
    await deps.enqueue(
      tickets
        .filter(({ holderEmail }) => holderEmail)
        .map(({ id }) => ({
          id: `ticket-cancelled-${id}`,
          name: tellHolderOfCancelledTicket.name,
          lane: tellHolderOfCancelledTicket.lane,
          payload: { registrationId, ticketId: id },
          takesTurnsAs,
        })),
    );
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

/** Who was given a ticket by its buyer: without the order, and without the money that goes back to the buyer. */
export const tellHolderOfCancelledTicket = defineJob({
  name: 'tell-holder-of-cancelled-ticket',
  lane: 'mail',
  payload: z.object({ registrationId: z.uuid(), ticketId: z.uuid() }),
  async handle({ registrationId, ticketId }, deps) {
    const document = await loadDocument(deps.pool, registrationId);
    const [ticket] = await ticketsOf(deps.pool, [ticketId]);
    if (!document || !ticket?.holderEmail) return;
    const to = ticket.holderEmail;
    await deliverOnce(deps, `ticket.cancelled:${ticketId}`, async () => ({
      to,
      fromName: document.organization.name,
      replyTo: document.event.contactEmail,
      ...renderMail(
        heldTicketCancelledMail(document, ticket, deps.links),
        document.registration.locale,
      ),
    }));
  },
});

async function ticketsOf(pool: pg.Pool, ids: string[]): Promise<z.infer<typeof cancelledTickets>> {
  const { rows } = await pool.query('select app_private.cancelled_tickets($1) as tickets', [ids]);
  return cancelledTickets.parse(rows[0]?.tickets);
}

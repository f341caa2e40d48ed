import { outboxPayloads } from '@foyer/types';
import { z } from 'zod';
import { deliverOnce } from '../../delivery.ts';
import { renderMail } from '../../mail/render-mail.ts';
import { defineJob } from '../job.ts';
import { ticketLinksMail } from './template.ts';

const rowsSchema = z.array(
  z
    .object({
      registration_id: z.uuid(),
      confirmation_number: z.string(),
      event_title: z.string(),
      starts_at: z.date(),
      timezone: z.string(),
      ticket_count: z.coerce.number().int(),
    })
    .transform((row) => ({
      registrationId: row.registration_id,
      confirmationNumber: row.confirmation_number,
      eventTitle: row.event_title,
      startsAt: row.starts_at,
      timezone: row.timezone,
      ticketCount: row.ticket_count,
    })),
);

/**
 * Mails somebody the links of their registrations. An address without any gets no mail: it never
 * asked for one, and we would be sending to whatever address a stranger types.
 */
export const sendTicketLinks = defineJob({
  name: 'send-ticket-links',
  lane: 'mail',
  payload: outboxPayloads['registration.link_requested'],
  async handle({ email, locale }, deps, { jobId }) {
    const { rows } = await deps.pool.query('select * from app_private.registrations_by_email($1)', [
      email,
    ]);
    const registrations = rowsSchema.parse(rows);
    if (registrations.length === 0) return;
    await deliverOnce(deps, jobId, async () => ({
      to: email,
      fromName: deps.links.siteName,
      ...renderMail(ticketLinksMail(registrations, locale, deps.links), locale),
    }));
  },
});

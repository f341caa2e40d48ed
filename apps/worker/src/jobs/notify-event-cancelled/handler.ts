import { outboxPayloads } from '@foyer/types';
import type pg from 'pg';
import { z } from 'zod';
import { deliverOnce } from '../../delivery.ts';
import { loadDocument } from '../../documents/load-document.ts';
import { renderMail } from '../../mail/render-mail.ts';
import { defineJob } from '../job.ts';
import { eventCancelledMail } from './template.ts';

/** Registrations a page: one job finds them and starts their mails within a second. */
const pageSize = 500;

/**
 * One job per registration, so that a mail which fails is repeated alone; page by page, so that no
 * job holds a big event's thousands in memory. A page that is run again adds nothing twice.
 */
export const notifyEventCancelled = defineJob({
  name: 'notify-event-cancelled',
  lane: 'mail',
  payload: outboxPayloads['event.cancelled'].extend({ afterId: z.uuid().optional() }),
  async handle({ eventId, afterId }, { pool, enqueue }, { takesTurnsAs }) {
    const { rows } = await pool.query<{ id: string }>(
      'select app_private.registration_ids_of_event($1, $2, $3) as id',
      [eventId, afterId ?? null, pageSize],
    );
    await enqueue(
      rows.map(({ id }) => ({
        id: `event-cancelled-${id}`,
        name: tellOfCancellation.name,
        lane: tellOfCancellation.lane,
        payload: { registrationId: id },
        takesTurnsAs,
      })),
    );
    const last = rows.at(-1)?.id;
    if (!last || rows.length < pageSize) return;
    await enqueue([
      {
        id: `event-cancelled-${eventId}-after-${last}`,
        name: 'notify-event-cancelled',
        lane: 'mail',
        payload: { eventId, afterId: last },
        takesTurnsAs,
      },
    ]);
  },
});

export const tellOfCancellation = defineJob({
  name: 'tell-of-cancellation',
  lane: 'mail',
  payload: z.object({ registrationId: z.uuid() }),
  async handle({ registrationId }, deps, { takesTurnsAs }) {
    const document = await loadDocument(deps.pool, registrationId);
    const address = document?.registration.buyerEmail;
    if (document?.event.status !== 'cancelled' || !address) return;
    const { rows } = await deps.pool.query(
      'select app_private.refunded_with_event($1)::float8 as amount',
      [registrationId],
    );
    const refundMinor = z.int().nonnegative().parse(rows[0]?.amount);
    await deps.enqueue(
      (await holdersOf(deps.pool, registrationId)).map(({ ticketId }) => ({
        id: `event-cancelled-${registrationId}-${ticketId}`,
        name: tellHolderOfCancellation.name,
        lane: tellHolderOfCancellation.lane,
        payload: { registrationId, ticketId },
        takesTurnsAs,
      })),
    );
    await deliverOnce(deps, `event.cancelled:${registrationId}`, async () => ({
      to: address,
      fromName: document.organization.name,
      replyTo: document.event.contactEmail,
      ...renderMail(eventCancelledMail(document, refundMinor), document.registration.locale),
    }));
  },
});

/** Who was given a ticket by its buyer. The money goes back to the buyer. */
export const tellHolderOfCancellation = defineJob({
  name: 'tell-holder-of-cancellation',
  lane: 'mail',
  payload: z.object({ registrationId: z.uuid(), ticketId: z.uuid() }),
  async handle({ registrationId, ticketId }, deps) {
    const document = await loadDocument(deps.pool, registrationId);
    const holders = await holdersOf(deps.pool, registrationId);
    const holder = holders.find((candidate) => candidate.ticketId === ticketId);
    if (document?.event.status !== 'cancelled' || !holder) return;
    const registration = { ...document.registration, buyerName: holder.name };
    await deliverOnce(deps, `event.cancelled:${registrationId}:${ticketId}`, async () => ({
      to: holder.email,
      fromName: document.organization.name,
      replyTo: document.event.contactEmail,
      ...renderMail(eventCancelledMail({ ...document, registration }, 0), registration.locale),
    }));
  },
});

async function holdersOf(
  pool: pg.Pool,
  registrationId: string,
): Promise<{ ticketId: string; name: string; email: string }[]> {
  const { rows } = await pool.query<{ ticketId: string; name: string; email: string }>(
    'select ticket_id as "ticketId", name, email from app_private.handed_over_holders($1)',
    [registrationId],
  );
  return rows;
}

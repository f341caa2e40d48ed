import { outboxPayloads } from '@foyer/types';
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
  async handle({ registrationId }, deps) {
    const document = await loadDocument(deps.pool, registrationId);
    const address = document?.registration.buyerEmail;
    if (document?.event.status !== 'cancelled' || !address) return;
    const { rows } = await deps.pool.query(
      'select app_private.refunded_with_event($1)::float8 as amount',
      [registrationId],
    );
    const refundMinor = z.int().nonnegative().parse(rows[0]?.amount);
    await deliverOnce(deps, `event.cancelled:${registrationId}`, async () => ({
      to: address,
      fromName: document.organization.name,
      replyTo: document.event.contactEmail,
      ...renderMail(eventCancelledMail(document, refundMinor), document.registration.locale),
    }));
  },
});

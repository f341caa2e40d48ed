import { loadEventKey } from '@foyer/db';
import { importPrivateKey, signTicket } from '@foyer/ticket-token';
import type pg from 'pg';
import type { TestEvent } from './events.ts';
import { confirm, reservationRequest, reserve } from './registrations.ts';

export type SignedTicket = {
  id: string;
  code: string /** What its QR code says. */;
  token: string;
};

/** Tickets as buyers get them: reserved, confirmed and signed, ten to an order. */
export async function sellTickets(
  admin: pg.Pool,
  event: TestEvent,
  count: number,
  foyerSecret: string,
): Promise<SignedTicket[]> {
  for (let left = count; left > 0; left -= 10) {
    const held = await reserve(admin, reservationRequest(event, { quantity: Math.min(left, 10) }));
    await confirm(admin, held.registrationId);
  }
  return await signedTickets(admin, event.id, foyerSecret);
}

/** All tickets of an event, in the order of their ids. */
export async function signedTickets(
  admin: pg.Pool,
  eventId: string,
  foyerSecret: string,
): Promise<SignedTicket[]> {
  const { rows } = await admin.query<{
    id: string;
    code: string;
    secret: Buffer;
    version: number;
    from: Date;
    until: Date;
  }>(
    `select t.id, t.code, s.secret, t.version, lower(e.open) as from, upper(e.open) as until
     from (select id, app_hidden.check_in_window(events) as open from app_public.events where id = $1) e
     join app_public.tickets t on t.event_id = e.id
     join app_private.ticket_secrets s on s.ticket_id = t.id
     order by t.id`,
    [eventId],
  );
  const { keyId, privateKey } = await loadEventKey(admin, foyerSecret, eventId);
  const key = importPrivateKey(privateKey);
  return rows.map(({ id, code, secret, version, from, until }) => ({
    id,
    code,
    token: signTicket(
      {
        secret: new Uint8Array(secret),
        eventId,
        validFrom: from,
        validUntil: until,
        version,
        keyId,
      },
      key,
    ),
  }));
}

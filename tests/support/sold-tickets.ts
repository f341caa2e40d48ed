import { loadEventKey } from '@foyer/db';
import {
  confirm,
  reservationRequest,
  reserve,
  type TestDatabase,
  type TestEvent,
} from '@foyer/testing';
import { importPrivateKey, signTicket } from '../../libs/ticket-token/src/index.ts';

export type SoldTicket = { id: string; code: string; token: string };

/** Tickets as buyers get them: reserved, confirmed and signed, ten to an order. */
export async function sellTickets(
  db: TestDatabase,
  event: TestEvent,
  count: number,
  secret: string,
): Promise<SoldTicket[]> {
  for (let left = count; left > 0; left -= 10) {
    const { registrationId } = await reserve(
      db.pools.api,
      reservationRequest(event, { quantity: Math.min(left, 10) }),
    );
    await confirm(db.pools.admin, registrationId);
  }
  const { rows } = await db.pools.admin.query<{
    id: string;
    code: string;
    secret: Buffer;
    version: number;
    from: Date;
    until: Date;
  }>(
    `select t.id, t.code, s.secret, t.version,
       lower(app_hidden.check_in_window(e)) as from, upper(app_hidden.check_in_window(e)) as until
     from app_public.tickets t
     join app_private.ticket_secrets s on s.ticket_id = t.id
     join app_public.events e on e.id = t.event_id
     where t.event_id = $1 order by t.id`,
    [event.id],
  );
  const key = await loadEventKey(db.pools.worker, secret, event.id);
  const privateKey = importPrivateKey(key.privateKey);
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    token: signTicket(
      {
        secret: new Uint8Array(row.secret),
        eventId: event.id,
        validFrom: row.from,
        validUntil: row.until,
        version: row.version,
        keyId: key.keyId,
      },
      privateKey,
    ),
  }));
}

import { randomUUID, randomUUIDv7 } from 'node:crypto';
import {
  type HeldReservation,
  type ReservationAnswer,
  type ReservationRequest,
  reservationAnswers,
} from '@foyer/types';
import type pg from 'pg';
import type { TestEvent } from './events.ts';

type Client = pg.Pool | pg.PoolClient;

/** A guest who wants one ticket of the event's first type, unless told otherwise. */
export function reservationRequest(
  event: TestEvent,
  overrides: Partial<ReservationRequest> & { quantity?: number; type?: string } = {},
): ReservationRequest {
  const { quantity = 1, type = Object.keys(event.ticketTypes)[0] ?? '', ...fields } = overrides;
  return {
    registrationId: randomUUIDv7(),
    eventId: event.id,
    lines: [{ ticketTypeId: event.ticketTypes[type] ?? type, quantity }],
    idempotencyKey: randomUUID(),
    userId: null,
    eventLink: null,
    locale: 'en',
    requestId: null,
    ...fields,
  };
}

export async function reserveBatch(
  api: Client,
  requests: ReservationRequest[],
): Promise<ReservationAnswer[]> {
  const { rows } = await api.query('select app_private.reserve_batch($1::jsonb) as answers', [
    JSON.stringify(requests),
  ]);
  return reservationAnswers(rows[0].answers);
}

/** Reserves one request and fails the test when it was refused. */
export async function reserve(api: Client, request: ReservationRequest): Promise<HeldReservation> {
  const [answer] = await reserveBatch(api, [request]);
  if (answer?.outcome !== 'held') throw new Error(`Refused: ${JSON.stringify(answer)}`);
  return answer;
}

/** Fills in a buyer and one attendee per ticket, as the holder of the registration's link. */
export async function saveAttendees(
  admin: Client,
  registrationId: string,
  buyer: { name?: string; email?: string } = {},
): Promise<void> {
  await admin.query(
    `update app_public.registrations r
     set buyer_name = $2, buyer_email = $3, attendee_info = (
       select jsonb_agg(jsonb_build_object('ticketTypeId', i.ticket_type_id, 'name', $2::text || ' ' || n, 'email', $3::text))
       from app_public.registration_items i, generate_series(1, i.quantity) n
       where i.registration_id = r.id)
     where id = $1`,
    [registrationId, buyer.name ?? 'Grace Hopper', buyer.email ?? 'grace@example.org'],
  );
}

/** Confirms a held registration through the product's own function; returns its tickets' ids. */
export async function confirm(
  admin: Client,
  registrationId: string,
  buyer: { name?: string; email?: string } = {},
): Promise<string[]> {
  await saveAttendees(admin, registrationId, buyer);
  await admin.query('select app_private.confirm_registration($1)', [registrationId]);
  const { rows } = await admin.query<{ id: string }>(
    'select id from app_public.tickets where registration_id = $1 order by id',
    [registrationId],
  );
  return rows.map((row) => row.id);
}

import { z } from 'zod';

/** One buyer's wish, as it enters a batch (`app_private.reserve_batch`). */
export const reservationLine = z.object({
  ticketTypeId: z.uuid(),
  quantity: z.int().min(1).max(1000),
});

export const reservationRequest = z.object({
  /** Chosen by the API (UUIDv7), so that the guest link can be derived from it. */
  registrationId: z.uuid(),
  eventId: z.uuid(),
  lines: z.array(reservationLine).min(1).max(50),
  idempotencyKey: z.uuid(),
  userId: z.uuid().nullable(),
  /** Token of a private link: opens an unlisted event, may unlock hidden ticket types. */
  eventLink: z.string().nullable(),
  locale: z.enum(['en', 'de']),
  /** What a place in the waiting room gave; asked for only while the room is open. */
  admission: z.string().max(200).nullish(),
  requestId: z.string().nullable(),
});
export type ReservationRequest = z.infer<typeof reservationRequest>;

/** One answer per request, in the order of the requests. */
export type ReservationAnswer =
  | { outcome: 'held'; registrationId: string; isReplay: boolean }
  | { outcome: 'refused'; sqlState: string; message: string; hint: string | null };

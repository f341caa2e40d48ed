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

/** A request is refused, or held: now, or, for a key that came before, then. */
export type ReservationAnswer = HeldReservation | RefusedReservation;
export type HeldReservation = {
  outcome: 'held';
  registrationId: string;
  isReplay: boolean;
  confirmationNumber: string;
  status: string;
  expiresAt: string | null;
  totalMinor: number;
  currency: string;
};
export type RefusedReservation = {
  outcome: 'refused';
  sqlState: string;
  message: string;
  hint: string | null;
};

/** The answers of a batch as the database gives them: one array per field, in the order of the requests. */
export type ReservationColumns = {
  [Field in Exclude<keyof HeldReservation, 'outcome'>]: HeldReservation[Field][];
} & { refusal: (Omit<RefusedReservation, 'outcome'> | null)[] };

export function reservationAnswers(columns: ReservationColumns): ReservationAnswer[] {
  const at = <Value>(column: Value[], i: number) => column[i] as Value;
  return columns.refusal.map((refusal, i) =>
    refusal
      ? { outcome: 'refused', ...refusal }
      : {
          outcome: 'held',
          registrationId: at(columns.registrationId, i),
          isReplay: at(columns.isReplay, i),
          confirmationNumber: at(columns.confirmationNumber, i),
          status: at(columns.status, i),
          expiresAt: at(columns.expiresAt, i),
          totalMinor: at(columns.totalMinor, i),
          currency: at(columns.currency, i),
        },
  );
}

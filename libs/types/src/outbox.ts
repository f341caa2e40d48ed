import { z } from 'zod';

const id = z.uuid();
const locale = z.enum(['en', 'de']).catch('en');

/**
 * Everything that leaves a transaction: topic -> payload. A row in `app_private.outbox` carries one
 * of these; the relay turns it into jobs with `jobId = outbox-<id>`, so delivery is at least once
 * and every job is idempotent by that key.
 */
export const outboxPayloads = {
  'registration.confirmed': z.object({ registrationId: id }),
  'registration.expired': z.object({ registrationId: id }),
  'registration.cancelled': z.object({ registrationId: id }),
  'confirmation.resend_requested': z.object({ registrationId: id }),
  'tickets.pdf_requested': z.object({ registrationId: id }),
  'ticket.transferred': z.object({ transferId: id }),
  'ticket.resend_requested': z.object({ transferId: id }),
  'registration.link_requested': z.object({ email: z.string(), locale }),
  'payment.abandoned': z.object({ paymentId: id }),
  'payment.received_late': z.object({ paymentId: id, registrationId: id, refundId: id }),
  'refund.queued': z.object({ refundId: id }),
  'tickets.cancelled': z.object({
    registrationId: id,
    ticketIds: z.array(id),
    refundMinor: z.int().nonnegative(),
    message: z.string().nullable(),
  }),
  'event.cancelled': z.object({ eventId: id }),
  'webhooks.endpoint_off': z.object({ endpointId: id, userId: id }),
  'user.verification_requested': z.object({
    userId: id,
    email: z.string(),
    token: z.string(),
    locale,
  }),
  'user.password_reset_requested': z.object({
    userId: id,
    email: z.string(),
    token: z.string(),
    locale,
  }),
  'user.sign_up_repeated': z.object({ userId: id, email: z.string(), locale }),
} as const;

export type OutboxTopic = keyof typeof outboxPayloads;
export type OutboxPayload<T extends OutboxTopic> = z.infer<(typeof outboxPayloads)[T]>;

import { z } from 'zod';

/** Why a presented code was let in or not: a closed list, shared by the Lua script, the database and the door. */
export const scanVerdicts = [
  'accepted',
  'already_used',
  'replayed',
  'voided',
  'wrong_event',
  'unknown',
  'forged',
  'not_yet_valid',
  'expired',
] as const;
export type ScanVerdict = (typeof scanVerdicts)[number];

export const checkInMethods = ['scan', 'typed', 'search'] as const;
export type CheckInMethod = (typeof checkInMethods)[number];

/** One presentation at the door. `scanId` is the idempotency key: the same id gets the same answer. */
export const scanRequest = z.object({
  scanId: z.uuid(),
  /** The QR payload, or the ticket code as typed (any case, with or without the dash). */
  token: z.string().trim().min(4).max(1024),
  method: z.enum(checkInMethods).default('scan'),
  gateId: z.uuid().optional(),
  scannedAt: z.iso.datetime({ offset: true }),
});
export type ScanRequest = z.infer<typeof scanRequest>;

export const scanAnswer = z.object({
  scanId: z.uuid(),
  verdict: z.enum(scanVerdicts),
  /** With `replayed`: the verdict that the first presentation of this scanId got. */
  originalVerdict: z.enum(scanVerdicts).optional(),
  ticketId: z.uuid().optional(),
  attendeeName: z.string().optional(),
  ticketTypeName: z.string().optional(),
  code: z.string().optional(),
  firstUse: z
    .object({ at: z.string(), gateName: z.string().optional(), deviceName: z.string().optional() })
    .optional(),
  validFrom: z.string().optional(),
  validUntil: z.string().optional(),
});
export type ScanAnswer = z.infer<typeof scanAnswer>;

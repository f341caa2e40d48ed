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

/** What a phone without a network let in or refused, as it tells it later. */
const offlineScan = scanRequest.extend({
  verdict: z.enum(scanVerdicts).exclude(['replayed']),
  /** The guest list that it was decided by; without one, by the signature alone. */
  listVersion: z.string().max(100).optional(),
  /** Taken back on the phone before it was told. */
  isUndone: z.boolean().default(false),
});
export type OfflineScan = z.infer<typeof offlineScan>;

/** So many scans fit into one request; a phone sends the rest after them. */
export const OFFLINE_SCANS_PER_REQUEST = 50;

export const offlineScansRequest = z.object({
  /** What the phone's clock says now: only how long ago something was is taken from it. */
  deviceTime: z.iso.datetime({ offset: true }),
  listVersion: z.string().max(100).optional(),
  /** How many wait after these. */
  waitingCount: z.number().int().min(0).max(1_000_000).default(0),
  scans: z.array(offlineScan).min(1).max(OFFLINE_SCANS_PER_REQUEST),
});
export type OfflineScansRequest = z.infer<typeof offlineScansRequest>;

export const offlineOutcomes = [
  /** The only admission of its ticket that is known, or a refusal. */
  'recorded',
  /** Admitted elsewhere too: where and when is told. */
  'duplicate',
  /** Let in with a ticket that was cancelled or replaced. */
  'voided',
  /** Let in with what is no ticket of this event. */
  'unknown',
] as const;
export type OfflineOutcome = (typeof offlineOutcomes)[number];

export const offlineScanAnswer = z.object({
  scanId: z.uuid(),
  outcome: z.enum(offlineOutcomes),
  attendeeName: z.string().optional(),
  ticketTypeName: z.string().optional(),
  otherUse: z
    .object({ at: z.string(), gateName: z.string().optional(), deviceName: z.string().optional() })
    .optional(),
});
export type OfflineScanAnswer = z.infer<typeof offlineScanAnswer>;

/** A ticket as a phone keeps it for when it has no network: nothing to read without the ticket itself. */
const offlineTicket = z.object({
  id: z.uuid(),
  /** SHA-256 of the ticket's secret, HMAC-SHA-256 of its code under `codeKey`; 16 bytes each, base64url. */
  secretHash: z.string(),
  codeHash: z.string(),
  /** Of the secrets it had before it changed hands: those admit nobody. */
  replacedHashes: z.array(z.string()).optional(),
  version: z.number(),
  isCancelled: z.boolean(),
  use: z.object({ scanId: z.string(), at: z.string(), gateName: z.string().optional() }).optional(),
  /** `[attendee, ticket type]` under HKDF-SHA-256 of the secret: AES-256-GCM, nonce, text and tag, base64url. */
  guest: z.string(),
});
export type OfflineTicket = z.infer<typeof offlineTicket>;

export const offlineListPage = z.object({
  /** Asked for with this again, one gets what changed since. */
  version: z.string(),
  /** Where a whole list goes on; to be sent with the version. */
  cursor: z.string().nullable(),
  isComplete: z.boolean(),
  event: z.object({
    keys: z.array(z.object({ id: z.number(), publicKey: z.string() })),
    codeKey: z.string(),
    validFrom: z.string(),
    validUntil: z.string(),
  }),
  tickets: z.array(offlineTicket),
});
export type OfflineListPage = z.infer<typeof offlineListPage>;

/**
 * Every error a client may see. The SQLSTATE is what the database raises, the code is what people
 * and integrators rely on; both are stable for ever. Anything not listed here is masked.
 */
export const errorCodes = {
  FY001: 'SOLD_OUT',
  FY002: 'HELD_BY_OTHERS',
  FY003: 'NOT_ON_SALE',
  FY004: 'LIMIT_REACHED',
  FY005: 'IDEMPOTENCY_KEY_REUSED',
  FY006: 'NOT_FOUND',
  FY007: 'FORBIDDEN',
  FY008: 'INVALID_INPUT',
  FY009: 'HOLD_EXPIRED',
  FY010: 'INVALID_STATE',
  FY011: 'NOT_SIGNED_IN',
  FY012: 'EMAIL_TAKEN',
  FY013: 'INVALID_CREDENTIALS',
  FY014: 'LOCKED_OUT',
  FY015: 'TOKEN_INVALID',
  FY016: 'EMAIL_NOT_VERIFIED',
  FY017: 'SLUG_TAKEN',
  FY018: 'ATTENDEES_INCOMPLETE',
  FY019: 'CAPACITY_BELOW_SOLD',
  FY020: 'RATE_LIMITED',
  FY021: 'PAYMENT_UNAVAILABLE',
  FY022: 'INVALID_QUERY',
  FY023: 'NOT_READY',
  FY024: 'WAITING_ROOM',
  FY025: 'ADMISSION_USED',
  FY026: 'PROOF_REQUIRED',
  FY027: 'UNAVAILABLE',
  FY030: 'TICKET_USED',
  FY031: 'TRANSFER_CLOSED',
  FY032: 'HANDED_OVER',
  FY033: 'PAYMENT_REFUSED',
} as const;

export type SqlState = keyof typeof errorCodes;
export type ErrorCode = (typeof errorCodes)[SqlState];

/** What a client gets: GraphQL puts code and hint in `extensions`, REST in `{error: …}`. */
export type ClientError = { code: ErrorCode | 'INTERNAL'; message: string; hint?: string };

import { foyerError, isUnavailable } from '@foyer/db';
import { InvalidKeyError } from '@foyer/storage';
import { type ClientError, type ErrorCode, errorCodes, type SqlState } from '@foyer/types';

/** The hint of every answer after which nobody needs to know whether anything happened. */
export const askAgain =
  'Send the same request again in a moment; with the same idempotency key it counts once.';

/**
 * An error whose message is meant for the caller. Everything else is masked. It is an answer, not a fault:
 * nobody reads where it was made, and in a rush of refusals the stack would cost more than all the rest.
 */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  /** What a program needs to go on, e.g. a challenge; shown beside code and hint. */
  readonly details: Record<string, string> | undefined;

  constructor(
    status: number,
    code: ErrorCode,
    message: string,
    options: { hint?: string; cause?: unknown; details?: Record<string, string> } = {},
  ) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message, { cause: options.cause });
    Error.stackTraceLimit = stackTraceLimit;
    this.status = status;
    this.code = code;
    this.hint = options.hint;
    this.details = options.details;
  }
}

/** What each code is in HTTP; anything not named here is the caller's mistake: 400. */
const statusOfCode: Partial<Record<ErrorCode, number>> = {
  SOLD_OUT: 409,
  HELD_BY_OTHERS: 409,
  LIMIT_REACHED: 409,
  IDEMPOTENCY_KEY_REUSED: 422,
  NOT_FOUND: 404,
  FORBIDDEN: 403,
  HOLD_EXPIRED: 410,
  INVALID_STATE: 409,
  NOT_SIGNED_IN: 401,
  INVALID_CREDENTIALS: 401,
  LOCKED_OUT: 429,
  TOKEN_INVALID: 401,
  EMAIL_NOT_VERIFIED: 403,
  RATE_LIMITED: 429,
  WAITING_ROOM: 409,
  ADMISSION_USED: 409,
  PROOF_REQUIRED: 428,
  PAYMENT_UNAVAILABLE: 503,
  PAYMENT_REFUSED: 422,
  UNAVAILABLE: 503,
};

/** A business refusal that a database function returned instead of raising it. */
export function refusal(answer: {
  sqlState: string;
  message: string;
  hint?: string | null;
}): ApiError {
  const code = errorCodes[answer.sqlState as SqlState];
  return new ApiError(statusOf(code), code, answer.message, { hint: answer.hint ?? undefined });
}

export const statusOf = (code: ErrorCode): number => statusOfCode[code] ?? 400;

/** Reads what a body parser, the storage or the database threw. null: mask it, it is our fault. */
export function toApiError(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error;
  const business: ClientError | null = foyerError(error);
  if (business && business.code !== 'INTERNAL')
    return new ApiError(statusOf(business.code), business.code, business.message, {
      hint: business.hint,
      cause: error,
    });
  if (error instanceof InvalidKeyError || error instanceof URIError)
    return new ApiError(404, 'NOT_FOUND', 'There is nothing at this address.');
  if (isUnavailable(error))
    return new ApiError(503, 'UNAVAILABLE', 'We cannot answer at the moment.', {
      // Not "nothing happened": where the connection broke it may have.
      hint: askAgain,
      cause: error,
    });
  return fromBodyParser(error);
}

function fromBodyParser(error: unknown): ApiError | null {
  if (!(error instanceof Error) || !('type' in error) || !('status' in error)) return null;
  switch (error.type) {
    case 'entity.too.large':
      return new ApiError(413, 'INVALID_INPUT', 'The request is too large.', {
        hint: 'A JSON body may have 100 kB.',
      });
    case 'entity.parse.failed':
      return new ApiError(400, 'INVALID_INPUT', 'The body is not valid JSON.');
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new ApiError(415, 'INVALID_INPUT', 'The body must be JSON in UTF-8.');
    case 'request.aborted':
    case 'request.size.invalid':
    case 'entity.verify.failed':
    case 'stream.encoding.set':
      return new ApiError(400, 'INVALID_INPUT', 'The body did not arrive whole.');
    default:
      return null;
  }
}

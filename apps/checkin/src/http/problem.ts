import type { ErrorCode } from '@foyer/types';

/** What a client gets instead of an answer: `{error: {code, message, hint, requestId}}`. */
export class Problem extends Error {
  override name = 'Problem';
  readonly status: number;
  readonly code: ErrorCode | 'INTERNAL';
  readonly hint: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    status: number,
    code: ErrorCode | 'INTERNAL',
    message: string,
    options: { hint?: string; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = options.hint;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export const problems = {
  unauthorized: () =>
    new Problem(401, 'NOT_SIGNED_IN', 'This device is not paired, or was revoked.', {
      hint: 'Ask the organizer for a new pairing code.',
    }),
  forbidden: () =>
    new Problem(403, 'FORBIDDEN', 'This device may not take admissions back.', {
      hint: 'Ask the organizer, or use a device that may.',
    }),
  invalid: (hint: string) =>
    new Problem(400, 'INVALID_INPUT', 'The request is not as it should be.', { hint }),
  notFound: () => new Problem(404, 'NOT_FOUND', 'There is nothing at this address.'),
  tooLarge: () => new Problem(413, 'INVALID_INPUT', 'The request is larger than is taken here.'),
  rateLimited: (retryAfterSeconds: number) =>
    new Problem(429, 'RATE_LIMITED', 'Too many requests at once.', {
      hint: `Try again in ${retryAfterSeconds} s.`,
      retryAfterSeconds,
    }),
  notReady: () =>
    new Problem(503, 'NOT_READY', 'The door cannot decide at the moment; nobody was admitted.', {
      hint: 'Send the same scan again in a second.',
      retryAfterSeconds: 1,
    }),
  internal: () =>
    new Problem(500, 'INTERNAL', 'Something went wrong on our side.', {
      hint: 'Try again; if it stays, give the request id to whoever runs this installation.',
    }),
};

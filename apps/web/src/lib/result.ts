import type { ErrorCode } from '@foyer/types';

/** Codes of the API, plus what can happen on the way to it. */
export type FailureCode = ErrorCode | 'INTERNAL' | 'NETWORK' | 'TIMEOUT';

export type Failure = {
  code: FailureCode;
  /** The server's own words, in English; people read the translation of the code. */
  message: string;
  hint?: string;
  requestId?: string;
  /** With PROOF_REQUIRED: what to solve before the same request is sent again. */
  challenge?: string;
};

/** An expected outcome is a value: `if (!result.ok) show(result.error)`. */
export type Result<T> = { ok: true; data: T } | { ok: false; error: Failure };

/** For the places that must throw (React Query, error boundaries). */
export class FailureError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'FailureError';
    this.failure = failure;
  }
}

export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.data;
  throw new FailureError(result.error);
}

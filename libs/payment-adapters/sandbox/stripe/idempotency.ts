import { createHash } from 'node:crypto';
import type { Collection, Store } from '../store.ts';
import { ApiError } from './errors.ts';

export type StoredAnswer = { status: number; body: unknown };
type Stored = StoredAnswer & { path: string; fingerprint: string; requestId: string; at: number };

export type Idempotency = {
  /** Throws when the key was used otherwise or is in use; null when this request is the first. */
  begin(key: string, path: string, params: unknown): (StoredAnswer & { requestId: string }) | null;
  finish(key: string, path: string, params: unknown, requestId: string, answer: StoredAnswer): void;
  /** Nothing happened under this key: it stays free. */
  abandon(key: string): void;
};

const forgottenAfterMs = 24 * 3_600_000;

/** Stripe's rules: the first answer counts, a 500 too; parameters and path must be the same. */
export function createIdempotency(store: Store): Idempotency {
  const answers: Collection<Stored> = store.collection('idempotency');
  const inUse = new Set<string>();
  return {
    begin(key, path, params) {
      const stored = answers.get(key);
      if (stored && Date.now() - stored.at < forgottenAfterMs) {
        if (stored.path !== path)
          throw idempotencyError(
            `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${path}' vs '${stored.path}'). Try using a key other than '${key}' if you meant to execute a different request.`,
          );
        if (stored.fingerprint !== fingerprint(params))
          throw idempotencyError(
            `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
          );
        return stored;
      }
      if (inUse.has(key))
        throw new ApiError(409, {
          type: 'idempotency_error',
          code: 'idempotency_key_in_use',
          message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
        });
      inUse.add(key);
      return null;
    },
    finish(key, path, params, requestId, answer) {
      inUse.delete(key);
      const stored = {
        ...answer,
        path,
        fingerprint: fingerprint(params),
        requestId,
        at: Date.now(),
      };
      answers.put(key, stored);
    },
    abandon: (key) => inUse.delete(key),
  };
}

function idempotencyError(message: string): ApiError {
  return new ApiError(400, { type: 'idempotency_error', message });
}

function fingerprint(params: unknown): string {
  return createHash('sha256').update(canonical(params)).digest('base64url');
}

/** JSON with sorted keys: the order of form fields means nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? {}, (_key, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

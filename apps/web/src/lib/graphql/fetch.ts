import { send, toFailure } from '../request.ts';
import type { Result } from '../result.ts';
import { operationName, type TypedDocument } from './document.ts';

/** Who asks: a signed-in user, the holder of a guest link, or someone with a private event link. */
export type GraphCredentials = {
  token?: string | null;
  /** `<registrationId>.<hmac>` from a guest link. */
  registrationToken?: string | null;
  eventLink?: string | null;
};

export type GraphOptions = GraphCredentials & {
  url: string;
  timeoutMs?: number;
  signal?: AbortSignal;
  locale?: string;
};

/**
 * One GraphQL operation. Any error in the answer makes it a failure, because a screen that shows
 * half of its data as if it were all is worse than one that says so. Never retries.
 */
export async function graphqlFetch<TData, TVariables>(
  document: TypedDocument<TData, TVariables>,
  variables: TVariables,
  { url, token, registrationToken, eventLink, timeoutMs, signal, locale }: GraphOptions,
): Promise<Result<TData>> {
  const sent = await send(url, {
    method: 'POST',
    timeoutMs,
    signal,
    cache: 'no-store',
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(registrationToken ? { 'x-registration-token': registrationToken } : {}),
      ...(eventLink ? { 'x-event-link': eventLink } : {}),
      ...(locale ? { 'accept-language': locale } : {}),
    },
    body: { query: document.toString(), variables, operationName: operationName(document) },
  });
  if (!sent.ok) return sent;
  return readAnswer<TData>(sent.data.body, sent.data.requestId);
}

type WireError = {
  message?: string;
  extensions?: { code?: string; hint?: string; challenge?: string };
};

/** The shape is GraphQL's own; the types of `data` are codegen's promise about our schema. */
export function readAnswer<TData>(body: unknown, requestId: string | null): Result<TData> {
  const answer = (typeof body === 'object' && body !== null ? body : {}) as {
    data?: TData | null;
    errors?: WireError[];
    error?: unknown;
  };
  const [error] = Array.isArray(answer.errors) ? answer.errors : [];
  if (error) {
    return {
      ok: false,
      error: toFailure({ ...error.extensions, message: error.message }, requestId),
    };
  }
  if (answer.data !== undefined && answer.data !== null) return { ok: true, data: answer.data };
  return { ok: false, error: toFailure(answer.error, requestId) };
}

import { errorCodes } from '@foyer/types';
import type { Failure, FailureCode, Result } from './result.ts';

const knownCodes = new Set<string>([...Object.values(errorCodes), 'INTERNAL']);

/** A text of an object of unknown shape. By hand, so that pages without forms load no zod. */
export function textOf(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null || !(key in value)) return undefined;
  const found: unknown = value[key as keyof typeof value];
  return typeof found === 'string' ? found : undefined;
}

/** Any error body of the API as a failure; what we do not know is INTERNAL. */
export function toFailure(value: unknown, requestId?: string | null): Failure {
  const code = textOf(value, 'code');
  return {
    code: (code && knownCodes.has(code) ? code : 'INTERNAL') as FailureCode,
    message: textOf(value, 'message') ?? 'The server sent an answer we do not understand.',
    hint: textOf(value, 'hint'),
    requestId: textOf(value, 'requestId') ?? requestId ?? undefined,
    challenge: textOf(value, 'challenge'),
  };
}

export type SendOptions = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  body?: unknown;
  timeoutMs?: number;
  signal?: AbortSignal;
  credentials?: RequestCredentials;
  cache?: RequestCache;
};

export type Answer = { status: number; body: unknown; requestId: string | null };

/**
 * One request, one answer, never a retry: a mutation that timed out may have happened, so the
 * caller decides. Fails with NETWORK or TIMEOUT only; every HTTP status is an answer.
 */
export async function send(url: string, options: SendOptions): Promise<Result<Answer>> {
  const { timeoutMs = 15_000, signal, body, headers, ...rest } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      ...rest,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const text = await response.text();
    return {
      ok: true,
      data: {
        status: response.status,
        body: parseJson(text),
        requestId: response.headers.get('x-request-id'),
      },
    };
  } catch (error) {
    // The caller's own abort (a component that went away) is not a failure to report.
    if (signal?.aborted) throw error;
    return timeout.aborted
      ? { ok: false, error: { code: 'TIMEOUT', message: 'The server did not answer in time.' } }
      : { ok: false, error: { code: 'NETWORK', message: 'The server could not be reached.' } };
  }
}

function parseJson(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A REST call: 2xx is `data`, anything else its error. `schema.parse` is zod's or one's own: it
 * returns what the body was found to be, or throws.
 */
export async function sendRest<T>(
  url: string,
  options: SendOptions & { schema: { parse: (value: unknown) => T } },
): Promise<Result<T>>;
export async function sendRest(url: string, options: SendOptions): Promise<Result<null>>;
export async function sendRest<T>(
  url: string,
  { schema, ...options }: SendOptions & { schema?: { parse: (value: unknown) => T } },
): Promise<Result<T | null>> {
  const sent = await send(url, options);
  if (!sent.ok) return sent;
  const { status, body, requestId } = sent.data;
  if (status >= 200 && status < 300) {
    if (!schema) return { ok: true, data: null };
    try {
      return { ok: true, data: schema.parse(body) };
    } catch {
      return { ok: false, error: toFailure(undefined, requestId) };
    }
  }
  const wire = typeof body === 'object' && body !== null && 'error' in body ? body.error : body;
  return { ok: false, error: toFailure(wire, requestId) };
}

import { send, toFailure } from './request.ts';
import type { Failure, Result } from './result.ts';

/** Starts a download of an address that needs no header (a signed link). */
export function downloadUrl(url: string, filename?: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.rel = 'noopener';
  if (filename) link.download = filename;
  document.body.append(link);
  link.click();
  link.remove();
}

/** Downloads what only a bearer may fetch (an attendee list), within two minutes. */
export async function downloadWithToken(
  url: string,
  token: Result<string | null>,
  filename: string,
): Promise<Failure | null> {
  if (!token.ok) return token.error;
  try {
    const response = await fetch(url, {
      headers: token.data ? { authorization: `Bearer ${token.data}` } : {},
      signal: AbortSignal.timeout(120_000),
    });
    if (!response.ok) {
      const body: unknown = await response.json().catch(() => null);
      const wire = typeof body === 'object' && body !== null && 'error' in body ? body.error : body;
      return toFailure(wire, response.headers.get('x-request-id'));
    }
    const objectUrl = URL.createObjectURL(await response.blob());
    downloadUrl(objectUrl, filename);
    // Safari reads the blob after the click returns.
    setTimeout(() => URL.revokeObjectURL(objectUrl), 60_000);
    return null;
  } catch (error) {
    const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
    return {
      code: isTimeout ? 'TIMEOUT' : 'NETWORK',
      message: 'The file could not be fetched.',
    };
  }
}

/** The short-lived signed link to a registration's PDF. */
export async function signedTicketLink(
  apiUrl: string,
  registrationId: string,
  credentials: { token: Result<string | null>; registrationToken?: string | null },
): Promise<Result<{ url: string; expiresAt: string }>> {
  const { token } = credentials;
  if (!token.ok) return token;
  const sent = await send(`${apiUrl}/registrations/${registrationId}/download`, {
    method: 'GET',
    headers: {
      ...(token.data ? { authorization: `Bearer ${token.data}` } : {}),
      ...(credentials.registrationToken
        ? { 'x-registration-token': credentials.registrationToken }
        : {}),
    },
  });
  if (!sent.ok) return sent;
  const { status, body, requestId } = sent.data;
  if (status === 200 && typeof body === 'object' && body !== null && 'url' in body) {
    const expiresAt = 'expiresAt' in body ? String(body.expiresAt) : '';
    return { ok: true, data: { url: new URL(String(body.url), apiUrl).href, expiresAt } };
  }
  const wire = typeof body === 'object' && body !== null && 'error' in body ? body.error : body;
  return { ok: false, error: toFailure(wire, requestId) };
}

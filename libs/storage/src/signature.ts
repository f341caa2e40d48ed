import { createHmac, timingSafeEqual } from 'node:crypto';

/** Separates these signatures from others made with the same secret. */
const purpose = 'foyer.file.v1';

function sign(secret: string, key: string, expires: number, fileName: string): Buffer {
  return createHmac('sha256', secret)
    .update([purpose, key, String(expires), fileName].join('\n'))
    .digest();
}

/** `expires` in seconds since 1970. Returns the query of a file link: expires, signature, name. */
export function signPath(
  secret: string,
  key: string,
  expires: number,
  fileName = '',
): URLSearchParams {
  const query = new URLSearchParams({
    expires: String(expires),
    signature: sign(secret, key, expires, fileName).toString('base64url'),
  });
  if (fileName) query.set('name', fileName);
  return query;
}

/** Constant time in the signature. False for a forged, altered or expired link: the answers do not differ. */
export function verifySignedPath(
  secret: string,
  key: string,
  expires: unknown,
  signature: unknown,
  fileName: unknown = '',
  now = Date.now(),
): boolean {
  if (typeof signature !== 'string' || typeof fileName !== 'string') return false;
  if (typeof expires !== 'string' || !/^\d{1,12}$/.test(expires)) return false;
  const given = Buffer.from(signature, 'base64url');
  const expected = sign(secret, key, Number(expires), fileName);
  const matches = given.length === expected.length && timingSafeEqual(given, expected);
  return matches && Number(expires) * 1000 > now;
}

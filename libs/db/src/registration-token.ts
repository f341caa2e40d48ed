import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The bearer secret of a guest's link to one registration: HMAC-SHA256 under FOYER_SECRET, so it
 * needs no storage, is the same in every mail, and reveals nothing about other registrations.
 */
export function registrationToken(secret: string, registrationId: string): string {
  return createHmac('sha256', secret)
    .update(`registration-link:${registrationId.toLowerCase()}`)
    .digest('base64url');
}

/** @param credential `<registrationId>.<token>` @returns the registration id, or null when forged */
export function verifyRegistrationToken(secret: string, credential: string): string | null {
  const [id, token, ...rest] = credential.split('.');
  if (!id || !token || rest.length > 0) return null;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return null;
  const expected = Buffer.from(registrationToken(secret, id));
  const given = Buffer.from(token);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  return id.toLowerCase();
}

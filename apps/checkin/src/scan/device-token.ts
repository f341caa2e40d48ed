import { createHash, randomBytes } from 'node:crypto';

/**
 * `<eventId>.<43 characters>`: what a paired device sends. The event tells where to look; the 256
 * random bits are the secret, of which servers keep the SHA-256 only.
 */
const DEVICE_TOKEN =
  /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

/** What a device says it is. */
export type DeviceIdentity = {
  eventId: string;
  tokenHash: string;
  /** Whether PostgreSQL may be asked if that is true; no when its network has asked too much. */
  mayAsk: () => boolean;
};

export function readDeviceToken(
  authorization: string | undefined,
): Omit<DeviceIdentity, 'mayAsk'> | null {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  const [, eventId, secret] = DEVICE_TOKEN.exec(token ?? '') ?? [];
  return eventId && secret ? { eventId, tokenHash: sha256Hex(secret) } : null;
}

/** The hash is of the random part alone: the event is known only once the pairing code was taken. */
export function newDeviceSecret(): { secret: string; hash: Buffer } {
  const secret = randomBytes(32).toString('base64url');
  return { secret, hash: Buffer.from(sha256Hex(secret), 'hex') };
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

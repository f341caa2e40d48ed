import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { generateEventKey } from '@foyer/ticket-token';
import type pg from 'pg';

export type EventKey = { keyId: number; publicKey: Buffer; privateKey: Buffer };

const sealKey = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'foyer:event-keys', 32));

/** AES-256-GCM: 12 byte nonce, 16 byte tag, ciphertext; the event id is authenticated with it. */
function seal(secret: string, eventId: string, plain: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealKey(secret), nonce).setAAD(Buffer.from(eventId));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function unseal(secret: string, eventId: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', sealKey(secret), sealed.subarray(0, 12))
    .setAAD(Buffer.from(eventId))
    .setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}

/**
 * The Ed25519 key that signs an event's tickets; made on first use, the first maker wins.
 * @throws when FOYER_SECRET is not the one the key was sealed with
 */
export async function loadEventKey(
  pool: pg.Pool,
  secret: string,
  eventId: string,
): Promise<EventKey> {
  const find = async () =>
    (
      await pool.query<{ key_id: number; public_key: Buffer; private_key_encrypted: Buffer }>(
        'select * from app_private.event_key($1)',
        [eventId],
      )
    ).rows[0];
  let row = await find();
  if (!row) {
    const key = generateEventKey();
    await pool.query('select app_private.add_event_key($1, $2, $3)', [
      eventId,
      key.publicKey,
      seal(secret, eventId, key.privateKey),
    ]);
    row = await find();
  }
  if (!row) throw new Error(`No such event: ${eventId}`);
  return {
    keyId: row.key_id,
    publicKey: row.public_key,
    privateKey: unseal(secret, eventId, row.private_key_encrypted),
  };
}

import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

/** An event's Ed25519 key. The private half never leaves the servers; scanners get the public half. */
export type EventKey = { keyId: string; privateKey: KeyObject; publicKey: KeyObject };

/** DER in front of the 32 raw bytes of an Ed25519 public key (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

export function generateEventKey(): EventKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { keyId: keyIdOf(publicKey), privateKey, publicKey };
}

/** First 4 bytes of the public key's SHA-256, as 8 hex digits. Unique among the keys of one event only. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256').update(exportPublicKey(publicKey)).digest('hex').slice(0, 8);
}

/** PKCS #8 DER, 48 bytes. Encrypt it before it rests anywhere. */
export function exportPrivateKey(privateKey: KeyObject): Buffer {
  return privateKey.export({ format: 'der', type: 'pkcs8' });
}

export function importPrivateKey(der: Uint8Array): EventKey {
  const privateKey = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  assertEd25519(privateKey);
  const publicKey = createPublicKey(privateKey);
  return { keyId: keyIdOf(publicKey), privateKey, publicKey };
}

/** The 32 raw bytes. */
export function exportPublicKey(publicKey: KeyObject): Buffer {
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);
}

export function importPublicKey(raw: Uint8Array): KeyObject {
  if (raw.length !== 32) throw new RangeError('an Ed25519 public key has 32 bytes');
  return createPublicKey({
    key: Buffer.concat([SPKI_PREFIX, raw]),
    format: 'der',
    type: 'spki',
  });
}

function assertEd25519(key: KeyObject): void {
  if (key.asymmetricKeyType !== 'ed25519') throw new RangeError('an event key is an Ed25519 key');
}

import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

/**
 * An event's Ed25519 key as it is stored. The private half never leaves the servers and is
 * encrypted before it rests anywhere; scanners get the public half.
 */
export type EventKeyBytes = {
  /** PKCS #8 DER. */
  privateKey: Buffer;
  /** The 32 raw bytes. */
  publicKey: Buffer;
};

/** DER in front of the 32 raw bytes of an Ed25519 public key (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

export function generateEventKey(): EventKeyBytes {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length),
  };
}

/** For `signTicket`. Import once per event: reading the DER costs more than a signature. */
export function importPrivateKey(der: Uint8Array): KeyObject {
  const key = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  if (key.asymmetricKeyType !== 'ed25519') throw new RangeError('an event key is an Ed25519 key');
  return key;
}

/** For `verifyTicket`. */
export function importPublicKey(raw: Uint8Array): KeyObject {
  if (raw.length !== 32) throw new RangeError('an Ed25519 public key has 32 bytes');
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
}

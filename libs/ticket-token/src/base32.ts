/**
 * Crockford's base32: digits and capital letters without I, L, O and U.
 *
 * A QR code packs it in alphanumeric mode, and a keyboard-wedge scanner types it the same on every
 * keyboard layout that keeps Latin letters in place, which base45's `$%*+-./:` and space do not.
 */
export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const VALUES = new Map([...CROCKFORD].map((char, value) => [char, value]));

export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += CROCKFORD[buffer >>> bits];
      buffer &= (1 << bits) - 1;
    }
  }
  return bits === 0 ? text : text + CROCKFORD[buffer << (5 - bits)];
}

/** Null when a character is foreign, or when the text is not the one encoding of its bytes. */
export function decodeBase32(text: string): Uint8Array | null {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (const char of text) {
    const value = VALUES.get(char);
    if (value === undefined) return null;
    buffer = (buffer << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = buffer >>> bits;
      buffer &= (1 << bits) - 1;
    }
  }
  const isCanonical = bits < 5 && buffer === 0;
  return isCanonical ? bytes : null;
}

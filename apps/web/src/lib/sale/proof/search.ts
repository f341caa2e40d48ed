import { sha256 } from '@noble/hashes/sha2.js';

/**
 * The search for a proof of work: an n for which SHA-256 of `<challenge>.<n>` begins with as many zero
 * bits as the challenge asks for. Whoever wants one order does it once and hardly notices; whoever
 * wants thousands pays for thousands.
 */

/** `<bits>.<expires>.<mac>` as the API writes it; null when it is none, or asks for what no phone can do. */
export function bitsOf(challenge: string): number | null {
  const bits = Number(/^(\d{1,2})\.\d{1,12}\.[\w-]{16,100}$/.exec(challenge)?.[1] ?? Number.NaN);
  return bits >= 1 && bits <= 26 ? bits : null;
}

/** How many tries are likely enough: after so many, 63 of 100 searches have ended. */
export const expectedTries = (bits: number): number => 2 ** bits;

const encoder = new TextEncoder();

/**
 * Tries `count` numbers from `from` on. Answers the whole proof, or null. The text is written into one
 * buffer, digit by digit, because making strings would cost more than hashing them.
 */
export function searchProof(
  challenge: string,
  bits: number,
  from: number,
  count: number,
): string | null {
  const prefix = encoder.encode(`${challenge}.`);
  const buffer = new Uint8Array(prefix.length + 16);
  buffer.set(prefix);
  const state = sha256.create();
  const digest = new Uint8Array(32);
  for (let n = from; n < from + count; n += 1) {
    const length = prefix.length + writeDecimal(buffer, prefix.length, n);
    state.update(buffer.subarray(0, length)).digestInto(digest);
    sha256Reset(state);
    if (startsWithZeros(digest, bits)) return `${challenge}.${n}`;
  }
  return null;
}

/** A fresh state without a fresh object. */
const fresh = sha256.create();
function sha256Reset(state: ReturnType<typeof sha256.create>): void {
  fresh._cloneInto(state);
}

function writeDecimal(buffer: Uint8Array, at: number, value: number): number {
  let digits = 1;
  for (let bound = 10; value >= bound; bound *= 10) digits += 1;
  let rest = value;
  for (let i = at + digits - 1; i >= at; i -= 1) {
    buffer[i] = 48 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  return digits;
}

export function startsWithZeros(digest: Uint8Array, bits: number): boolean {
  const whole = bits >> 3;
  for (let i = 0; i < whole; i += 1) if (digest[i] !== 0) return false;
  const rest = bits & 7;
  return rest === 0 || (digest[whole] ?? 0) >> (8 - rest) === 0;
}

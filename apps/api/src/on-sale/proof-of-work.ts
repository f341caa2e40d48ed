import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ApiError } from '../http/api-error.ts';

/** Long enough for a slow phone to find the answer, too short to keep answers in stock. */
const secondsValid = 120;

/** Answers `<bits>.<expires>.<mac>.<n>`; expires in seconds since 1970, n decimal. */
const proofShape = /^(\d{1,2})\.(\d{1,12})\.([0-9a-f]{32})\.(\d{1,16})$/;

/**
 * Hashcash (Back, 2002) without anything to remember: the challenge is signed for one subject (an
 * idempotency key, a visitor's key), and what one subject can get with it, it gets once. Costs us two
 * hashes; a browser 2^bits of them.
 */
export function createProofOfWork(options: { secret: string; now?: () => number }) {
  const { secret, now = Date.now } = options;
  const sign = (subject: string, bits: string, expires: string) =>
    createHmac('sha256', secret)
      .update(`proof.${subject}.${bits}.${expires}`)
      .digest('hex')
      .slice(0, 32);

  const challengeFor = (subject: string, bits: number): string => {
    const expires = String(Math.floor(now() / 1000) + secondsValid);
    return `${bits}.${expires}.${sign(subject, String(bits), expires)}`;
  };

  function isValid(subject: string, proof: string): boolean {
    const [, bits = '', expires = '', mac = ''] = proofShape.exec(proof) ?? [];
    if (!mac || Number(expires) * 1000 < now()) return false;
    if (!timingSafeEqual(Buffer.from(mac), Buffer.from(sign(subject, bits, expires)))) return false;
    return leadingZeroBits(createHash('sha256').update(proof).digest()) >= Number(bits);
  }

  return {
    challengeFor,
    isValid,
    /** Throws PROOF_REQUIRED with a challenge of `bits` unless the proof is good; 0 asks for nothing. */
    require(subject: string, proof: string | null | undefined, bits: number): void {
      if (bits === 0 || (proof && isValid(subject, proof))) return;
      throw new ApiError(428, 'PROOF_REQUIRED', 'Many people want this at the moment.', {
        hint: 'Find n such that SHA-256 of "<challenge>.<n>" begins with the challenge\'s number of zero bits, and send the same request with that text as proof.',
        details: { challenge: challengeFor(subject, bits) },
      });
    },
  };
}
export type ProofOfWork = ReturnType<typeof createProofOfWork>;

function leadingZeroBits(hash: Buffer): number {
  const at = hash.findIndex((byte) => byte !== 0);
  return at < 0 ? hash.length * 8 : at * 8 + Math.clz32(hash[at] ?? 0) - 24;
}

import { createHash } from 'node:crypto';
import { bitsOf, searchProof, startsWithZeros } from './search.ts';

const challengeOf = (bits: number, mac: string) => `${bits}.1795000000.${mac}`;
/** As the API judges. */
const leadingZeroBits = (text: string): number => {
  const hash = createHash('sha256').update(text).digest();
  const at = hash.findIndex((byte) => byte !== 0);
  return at * 8 + Math.clz32(hash[at] ?? 0) - 24;
};

test.each([1, 7, 8, 9, 12, 15])('finds a proof of %d bits that SHA-256 confirms', (bits) => {
  const challenge = challengeOf(bits, `${bits}`.padStart(32, 'c'));
  const proof = searchProof(challenge, bits, 0, 2 ** (bits + 6));
  expect(proof).toMatch(new RegExp(`^${challenge.replaceAll('.', '\\.')}\\.\\d+$`));
  expect(leadingZeroBits(proof ?? '')).toBeGreaterThanOrEqual(bits);
});

test('finds the first there is, however the search is cut into pieces', () => {
  const challenge = challengeOf(10, 'a'.repeat(32));
  const whole = searchProof(challenge, 10, 0, 100_000);
  let inPieces: string | null = null;
  for (let from = 0; inPieces === null; from += 37) inPieces = searchProof(challenge, 10, from, 37);
  expect(inPieces).toBe(whole);
  const n = Number(whole?.split('.').at(-1));
  expect(searchProof(challenge, 10, 0, n)).toBeNull();
});

test('goes on past nine, ninety-nine and a long challenge', () => {
  const challenge = challengeOf(14, 'f'.repeat(80));
  const proof = searchProof(challenge, 14, 0, 2 ** 20);
  expect(leadingZeroBits(proof ?? '')).toBeGreaterThanOrEqual(14);
});

test('counts zero bits, not zero bytes', () => {
  const digest = new Uint8Array([0, 0b0001_0000, 255]);
  expect(startsWithZeros(digest, 11)).toBe(true);
  expect(startsWithZeros(digest, 12)).toBe(false);
});

test.each([
  '',
  'x',
  '15.1795000000',
  '0.1795000000.aaaaaaaaaaaaaaaa',
  '27.1795000000.aaaaaaaaaaaaaaaa',
  '99.1795000000.aaaaaaaaaaaaaaaa',
])('%p is not worked on', (challenge) => {
  expect(bitsOf(challenge)).toBeNull();
});

import { createHash, randomUUID } from 'node:crypto';
import { ApiError } from '../../src/http/api-error.ts';
import { createProofOfWork } from '../../src/on-sale/proof-of-work.ts';

const proofs = createProofOfWork({ secret: 'a-secret-of-the-tests-that-is-long-enough' });

const challengeOf = (subject: string, bits: number, proof?: string): string => {
  try {
    proofs.require(subject, proof, bits);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'PROOF_REQUIRED')
      return error.details?.challenge ?? '';
    throw error;
  }
  return 'none';
};

/** What a browser does; written apart from the code that checks it. */
function solve(challenge: string): string {
  const bits = Number(challenge.split('.')[0]);
  for (let n = 0; ; n += 1) {
    const hash = createHash('sha256').update(`${challenge}.${n}`).digest('hex');
    const zeros = BigInt(`0x${hash}`).toString(2).padStart(256, '0').indexOf('1');
    if (zeros >= bits) return `${challenge}.${n}`;
  }
}

test('no proof is asked for while nobody is in a hurry', () => {
  expect(challengeOf('key', 0)).toBe('none');
});

test('the answer to a challenge is accepted, for its subject only', () => {
  const subject = randomUUID();
  const proof = solve(challengeOf(subject, 8));
  expect(challengeOf(subject, 8, proof)).toBe('none');
  // What was solved for another order is worth nothing here.
  expect(challengeOf(randomUUID(), 8, proof)).not.toBe('none');
});

test('an easier challenge of before still counts when demand has grown', () => {
  const subject = randomUUID();
  expect(challengeOf(subject, 12, solve(challengeOf(subject, 6)))).toBe('none');
});

test('a wrong count, fewer bits than signed and an invented signature are refused', () => {
  const subject = randomUUID();
  const challenge = challengeOf(subject, 12);
  const [, expires = '', mac = ''] = challenge.split('.');
  const good = solve(challenge);
  const wrong = [
    `${challenge}.${Number(good.split('.')[3]) + 1}`,
    solve(`1.${expires}.${mac}`),
    solve(`1.${expires}.${'0'.repeat(32)}`),
    'nonsense',
    '',
    `${good}0.0`,
  ];
  for (const proof of wrong) expect(challengeOf(subject, 12, proof)).not.toBe('none');
});

test('an answer is good for two minutes', () => {
  let now = Date.now();
  const clocked = createProofOfWork({ secret: 'another secret', now: () => now });
  const proof = solve(clocked.challengeFor('key', 4));
  expect(clocked.isValid('key', proof)).toBe(true);
  now += 121_000;
  expect(clocked.isValid('key', proof)).toBe(false);
});

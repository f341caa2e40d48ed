import { createHmac, createPublicKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { createAccessTokens } from '../../src/auth/access-tokens.ts';
import { newPrivateKey } from '../support.ts';

const issuer = 'https://api.example';
const privateKey = newPrivateKey();
const strangersKey = newPrivateKey();
const who = {
  userId: '0199c0de-0000-7000-8000-00000000000a',
  signInId: '0199c0de-0000-7000-8000-00000000000b',
};
const tokens = createAccessTokens({ privateKeys: privateKey, issuer });
const kid = tokens.jwks.keys[0]?.kid ?? '';
const now = () => Math.floor(Date.now() / 1000);
const payload = (changes: object = {}) => ({
  sub: who.userId,
  sid: who.signInId,
  iss: issuer,
  aud: 'foyer',
  iat: now(),
  exp: now() + 60,
  ...changes,
});
const sign = (body: object, header: object = {}, key = privateKey) =>
  jwt.sign(body, key, {
    algorithm: 'RS256',
    header: { alg: 'RS256', typ: 'at+jwt', kid, ...header },
  });
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

test('a token says who and until when, the second time from memory too', () => {
  const token = tokens.sign(who);
  for (let i = 0; i < 2; i += 1)
    expect(tokens.verify(token)).toMatchObject({ ...who, expiresAt: expect.any(Date) });
  expect(tokens.verify(sign(payload()))).toMatchObject(who);
});

test('a token ends after fifteen minutes, also one that was verified before', () => {
  let time = Date.now();
  const clocked = createAccessTokens({ privateKeys: privateKey, issuer, now: () => time });
  const token = clocked.sign(who);
  expect(clocked.verify(token)).not.toBeNull();
  time += 15 * 60_000 - 2000;
  expect(clocked.verify(token)).not.toBeNull();
  time += 2000;
  expect(clocked.verify(token)).toBeNull();
});

const publicPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }) as string;
const unsigned = `${encode({ alg: 'none', typ: 'at+jwt', kid })}.${encode(payload())}`;
const confused = `${encode({ alg: 'HS256', typ: 'at+jwt', kid })}.${encode(payload())}`;
const { exp: _end, ...endless } = payload();
const attacks: [string, string][] = [
  ['no signature', `${unsigned}.`],
  [
    'HMAC with the public key',
    `${confused}.${createHmac('sha256', publicPem).update(confused).digest('base64url')}`,
  ],
  ["a stranger's key under our key id", sign(payload(), {}, strangersKey)],
  [
    "a stranger's key in the header",
    sign(
      payload(),
      { jku: 'http://127.0.0.1:9/', jwk: {}, x5u: 'http://127.0.0.1:9/' },
      strangersKey,
    ),
  ],
  ['an unknown key id', sign(payload(), { kid: 'other' })],
  ['no key id', sign(payload(), { kid: undefined })],
  ['another type', sign(payload(), { typ: 'JWT' })],
  ['another audience', sign(payload({ aud: 'elsewhere' }))],
  ['another issuer', sign(payload({ iss: 'https://evil.example' }))],
  ['no end', sign(endless)],
  ['its end past', sign(payload({ exp: now() - 1 }))],
  ['a beginning to come', sign(payload({ nbf: now() + 60 }))],
  ['a subject that is no id', sign(payload({ sub: "x' or true --" }))],
  ['no token at all', 'not-a-token'],
  ['an empty text', ''],
];
test.each(attacks)('a token with %s is refused', (_what, token) => {
  expect(tokens.verify(token)).toBeNull();
});

test('every bit of a signed token counts', () => {
  const token = tokens.sign(who);
  const [header, body, signature] = token.split('.').map((p) => Buffer.from(p, 'base64url'));
  for (const part of [header, body, signature]) {
    if (!part) throw new Error('a token has three parts');
    for (let i = 0; i < part.length; i += 7) {
      part[i] = (part[i] ?? 0) ^ 1;
      const forged = [header, body, signature].map((p) => p?.toString('base64url')).join('.');
      expect(tokens.verify(forged)).toBeNull();
      part[i] = (part[i] ?? 0) ^ 1;
    }
  }
});

test('while a key is rotated, tokens of both verify and both are published', () => {
  const old = createAccessTokens({ privateKeys: strangersKey, issuer });
  const rotated = createAccessTokens({ privateKeys: `${privateKey}\n${strangersKey}`, issuer });
  expect(rotated.verify(old.sign(who))).toMatchObject(who);
  expect(rotated.verify(tokens.sign(who))).toMatchObject(who);
  expect(jwt.decode(rotated.sign(who), { complete: true })?.header.kid).toBe(kid);
  expect(rotated.jwks.keys.map((key) => key.kid)).toEqual([kid, old.jwks.keys[0]?.kid]);
});

test('keys that nobody should use are refused at the start', () => {
  expect(() => createAccessTokens({ privateKeys: 'nothing', issuer })).toThrow(/no PEM/);
});

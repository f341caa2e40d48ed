import { createHash, createPublicKey, hash, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

/** Short, because a token cannot be called back; the refresh cookie renews it. */
export const accessTokenSeconds = 15 * 60;

/** RFC 9068: says that this is an access token and nothing else that we might sign one day. */
const tokenType = 'at+jwt';
const audience = 'foyer';

/** At some 300 bytes each, 15 MB at most. */
const cacheSize = 50_000;

export type AccessTokenClaims = { userId: string; signInId: string; expiresAt: Date };

export type Jwk = {
  kty: string;
  n: string;
  e: string;
  kid: string;
  use: 'sig';
  alg: 'RS256';
};

export type AccessTokens = {
  sign(claims: { userId: string; signInId: string }): string;
  /** null for anything but a token of ours that is valid now. */
  verify(token: string): AccessTokenClaims | null;
  jwks: { keys: Jwk[] };
};

const payloadShape = z.object({ sub: z.uuid(), sid: z.uuid(), exp: z.int(), iat: z.int() });

/**
 * @param privateKeys PEM blocks, one after the other. The first signs; all of them verify, so that a
 *   key can be rotated: put the new one in front, and drop the old one a quarter of an hour later.
 */
export function createAccessTokens(options: {
  privateKeys: string;
  issuer: string;
  now?: () => number;
}): AccessTokens {
  const { issuer, now = Date.now } = options;
  const keys = readKeys(options.privateKeys);
  const [current] = keys;
  if (!current) throw new Error('JWT_PRIVATE_KEY holds no PEM block');
  const byId = new Map(keys.map((key) => [key.jwk.kid, key.publicKey]));
  // Verifying costs a core 15 to 60 µs; most tokens come many times. Only valid ones are kept.
  const verified = new Map<string, AccessTokenClaims>();

  const check = (token: string): AccessTokenClaims | null => {
    try {
      const { header } = jwt.decode(token, { complete: true }) ?? {};
      const publicKey = byId.get(header?.kid ?? '');
      if (!publicKey || header?.typ !== tokenType) return null;
      const payload = payloadShape.parse(
        jwt.verify(token, publicKey, {
          algorithms: ['RS256'],
          issuer,
          audience,
          clockTimestamp: Math.floor(now() / 1000),
        }),
      );
      return {
        userId: payload.sub,
        signInId: payload.sid,
        expiresAt: new Date(payload.exp * 1000),
      };
    } catch {
      return null;
    }
  };

  return {
    sign: ({ userId, signInId }) =>
      jwt.sign({ sid: signInId, iat: Math.floor(now() / 1000) }, current.pem, {
        algorithm: 'RS256',
        keyid: current.jwk.kid,
        header: { alg: 'RS256', typ: tokenType },
        subject: userId,
        issuer,
        audience,
        expiresIn: accessTokenSeconds,
      }),

    verify(token) {
      const digest = hash('sha256', token, 'base64');
      const known = verified.get(digest);
      if (known) {
        if (known.expiresAt.getTime() > now()) return known;
        verified.delete(digest);
        return null;
      }
      const claims = check(token);
      if (claims) {
        // Insertion order is age, and all live equally long: the first is the next to run out.
        if (verified.size >= cacheSize) verified.delete(verified.keys().next().value ?? '');
        verified.set(digest, claims);
      }
      return claims;
    },

    jwks: { keys: keys.map(({ jwk }) => jwk) },
  };
}

function readKeys(text: string): { pem: string; publicKey: KeyObject; jwk: Jwk }[] {
  // In an environment variable, line breaks often arrive as the two characters \n.
  const blocks = text
    .replaceAll('\\n', '\n')
    .match(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/g);
  return (blocks ?? []).map((pem) => {
    const publicKey = createPublicKey(pem);
    const { modulusLength = 0 } = publicKey.asymmetricKeyDetails ?? {};
    if (publicKey.asymmetricKeyType !== 'rsa' || modulusLength < 2048)
      throw new Error('JWT_PRIVATE_KEY must hold RSA keys of at least 2048 bits');
    const { n = '', e = '' } = publicKey.export({ format: 'jwk' }) as { n?: string; e?: string };
    // RFC 7638: the key's own fingerprint, so every process names it alike.
    const kid = createHash('sha256')
      .update(JSON.stringify({ e, kty: 'RSA', n }))
      .digest('base64url');
    return { pem, publicKey, jwk: { kty: 'RSA', n, e, kid, use: 'sig', alg: 'RS256' } };
  });
}

import type { Express } from 'express';
import type { AccessTokens } from '../auth/access-tokens.ts';

/** The public keys of our access tokens, for whoever wants to verify them. */
export function installJwks(app: Express, { tokens }: { tokens: AccessTokens }): void {
  app.get('/.well-known/jwks.json', (_req, res) => {
    res.set('cache-control', 'public, max-age=300').json(tokens.jwks);
  });
}

import type { Server } from 'node:http';
import { installHealth } from '@foyer/runtime';
import express, { type Express } from 'express';
import { installAuth } from './auth/routes.ts';
import type { ApiDeps } from './deps.ts';
import { installGraphQL } from './graphql/index.ts';
import { installBody } from './http/body.ts';
import { installCaller } from './http/caller.ts';
import { installCors } from './http/cors.ts';
import { installCrowds } from './http/crowds.ts';
import { installErrors } from './http/errors.ts';
import { installExports } from './http/exports.ts';
import { installFiles } from './http/files.ts';
import { installJwks } from './http/jwks.ts';
import { installAuthRateLimits, installGraphQLRateLimits } from './http/rate-limits.ts';
import { installRegistrations } from './http/registrations.ts';
import { installRequestLog } from './http/request-log.ts';
import { installSecurityHeaders } from './http/security-headers.ts';
import { installTickets } from './http/tickets.ts';
import { installPaymentWebhooks } from './payments/webhooks/index.ts';

/** The API, in the order a request meets it. */
export async function createApp(
  server: Server,
  deps: ApiDeps,
): Promise<{ app: Express; release: () => Promise<void> }> {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', deps.trustedProxies);

  installRequestLog(app, deps);
  installSecurityHeaders(app);
  installHealth(app, deps.healthChecks, deps.metrics);
  installCors(app, deps);
  installJwks(app, deps);
  installFiles(app, deps);
  installPaymentWebhooks(app, { ...deps, pool: deps.moneyPool });
  installBody(app);
  installCrowds(app, deps);
  installAuthRateLimits(app, deps);
  installAuth(app, deps);
  installCaller(app, { secret: deps.secret, verifyAccessToken: deps.tokens.verify });
  installRegistrations(app, deps);
  installTickets(app, deps);
  installExports(app, deps);
  installGraphQLRateLimits(app, deps);
  const { release } = await installGraphQL(app, server, deps);
  installErrors(app, deps);

  return { app, release };
}

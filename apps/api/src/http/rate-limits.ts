import { createHash } from 'node:crypto';
import type { Logger } from '@foyer/runtime';
import type { Express, Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Redis } from 'ioredis';
import { RedisStore } from 'rate-limit-redis';
import { ApiError } from './api-error.ts';
import { createSend, type SendCommand } from './rate-limit-store.ts';

type RateLimitOptions = { redis: Redis; logger: Logger; hasRateLimits: boolean };

type Rule = {
  name: string;
  windowSeconds: number;
  limit: number;
  keyOf: (req: Request) => string;
  applies?: (req: Request) => boolean;
};

/** Of IPv6 the part that a network is given: its owner has the rest of the addresses to choose from. */
export const byAddress = (req: Request): string => ipKeyGenerator(req.ip ?? '');

/** The address a form names; hashed, so that Redis holds no personal data. */
const byEmail = (req: Request): string => {
  const email: unknown = (req.body as { email?: unknown } | undefined)?.email;
  return createHash('sha256')
    .update(typeof email === 'string' ? email.trim().toLowerCase() : '')
    .digest('base64url');
};

/**
 * Limits for the routes that guess or send mail. The database's lockout of failed sign-ins stands
 * behind them; these keep floods away from password hashing and from other people's mailboxes.
 */
const authRules: { path: string; rules: Rule[] }[] = [
  {
    path: '/auth/sign-in',
    rules: [
      { name: 'sign-in-address', windowSeconds: 60, limit: 30, keyOf: byAddress },
      { name: 'sign-in-account', windowSeconds: 60, limit: 10, keyOf: byEmail },
    ],
  },
  {
    path: '/auth/sign-up',
    rules: [
      { name: 'sign-up-address', windowSeconds: 3600, limit: 30, keyOf: byAddress },
      { name: 'sign-up-account', windowSeconds: 3600, limit: 6, keyOf: byEmail },
    ],
  },
  {
    path: '/auth/forgot-password',
    rules: [
      { name: 'forgot-address', windowSeconds: 3600, limit: 30, keyOf: byAddress },
      { name: 'forgot-account', windowSeconds: 3600, limit: 6, keyOf: byEmail },
    ],
  },
  {
    path: '/auth/verify-email',
    rules: [{ name: 'verify-address', windowSeconds: 60, limit: 30, keyOf: byAddress }],
  },
  {
    path: '/auth/reset-password',
    rules: [{ name: 'reset-address', windowSeconds: 60, limit: 30, keyOf: byAddress }],
  },
  {
    path: '/auth/refresh',
    rules: [{ name: 'refresh-address', windowSeconds: 60, limit: 240, keyOf: byAddress }],
  },
];

/**
 * A family behind one router buys side by side, a script does not: 240 mutations a minute per network
 * address, or per account where there is one. Queries are bounded by their own limits.
 */
const mutationRule: Rule = {
  name: 'mutations',
  windowSeconds: 60,
  limit: 240,
  keyOf: (req) => req.caller.userId ?? byAddress(req),
  applies: (req) => mayMutate((req.body as { query?: unknown } | undefined)?.query),
};

/** A document without the word cannot hold a mutation; one that has it in a string counts too, harmlessly. */
const mayMutate = (query: unknown): boolean =>
  typeof query === 'string' && query.includes('mutation');

/** After the body is read: accounts are named in it. */
export function installAuthRateLimits(app: Express, options: RateLimitOptions): void {
  if (!options.hasRateLimits) return;
  const send = createSend(options.redis);
  for (const { path, rules } of authRules)
    for (const rule of rules) app.post(path, limiter(rule, send, options.logger));
}

/** After the caller is known. */
export function installGraphQLRateLimits(app: Express, options: RateLimitOptions): void {
  if (!options.hasRateLimits) return;
  app.post('/graphql', limiter(mutationRule, createSend(options.redis), options.logger));
}

function limiter(rule: Rule, sendCommand: SendCommand, logger: Logger): RequestHandler {
  return rateLimit({
    windowMs: rule.windowSeconds * 1000,
    limit: rule.limit,
    identifier: rule.name,
    keyGenerator: rule.keyOf,
    skip: (req) => rule.applies?.(req) === false,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Without Redis people still sign in and buy; the database's lockout does not depend on it.
    passOnStoreError: true,
    logger: {
      error: (err: unknown) => logger.error({ err, limit: rule.name }, 'rate limit store failed'),
      warn: (err: unknown) => logger.warn({ err, limit: rule.name }, 'rate limit store warns'),
    },
    store: new RedisStore({
      prefix: `foyer:limit:${rule.name}:`,
      sendCommand,
    }),
    handler: (_req, res, next) => {
      const wait = res.getHeader('retry-after') ?? rule.windowSeconds;
      next(
        new ApiError(429, 'RATE_LIMITED', 'Too many requests.', {
          hint: `Try again in ${wait} seconds.`,
        }),
      );
    },
  });
}

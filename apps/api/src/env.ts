import { paymentEnv } from '@foyer/payment-adapters';
import { envVariable } from '@foyer/runtime';
import { z } from 'zod';

/** What the API is told at start; `.env.example` explains each. */
export const apiEnv = z.object({
  ...paymentEnv.shape,
  NODE_ENV: envVariable.nodeEnv,
  LOG_LEVEL: envVariable.logLevel,
  HOST: z.string().default('0.0.0.0'),
  API_PORT: envVariable.port(4000),
  API_DATABASE_URL: envVariable.postgresUrl,
  /** LISTEN needs a connection of its own to PostgreSQL: set this when the other one is a PgBouncer. */
  API_LISTEN_DATABASE_URL: envVariable.postgresUrl.optional(),
  /** API_DATABASE_URL leads to a PgBouncer in transaction mode; read by graphile-env.ts as well. */
  API_DATABASE_IS_POOLED: envVariable.flag(false),
  REDIS_URL: envVariable.redisUrl,
  FOYER_SECRET: envVariable.secret,
  JWT_PRIVATE_KEY: z.string().includes('PRIVATE KEY', 'must be a PEM private key (RSA)'),
  PUBLIC_WEB_URL: envVariable.httpUrl,
  PUBLIC_API_URL: envVariable.httpUrl,
  STORAGE_DIR: z.string(),
  /** Proxies in front of us whose X-Forwarded-For is believed. None, unless it is said. */
  API_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Orders of one event that one network address may have under way at a time. */
  API_ORDERS_PER_ADDRESS: z.coerce.number().int().min(1).default(10_000),
  /** For benchmarks only. */
  API_RATE_LIMITS: envVariable.flag(true),
  /** The GraphQL explorer; the schema itself is public anyway. */
  API_EXPLORER: z.stringbool().optional(),
});
export type ApiEnv = z.infer<typeof apiEnv>;

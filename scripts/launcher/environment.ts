import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { envVariable, parseEnv } from '@foyer/runtime';
import { z } from 'zod';
import { defaultStateDir, rootDir } from './paths.ts';
import { Problem } from './problem.ts';

const port = (fallback: number) =>
  z.coerce.number('must be a port number').int().min(1).max(65_535).default(fallback);

const environmentSchema = z.object({
  NODE_ENV: envVariable.nodeEnv,
  LOG_LEVEL: envVariable.logLevel,
  FOYER_STATE_DIR: z.string().default(defaultStateDir),

  WEB_PORT: port(3000),
  API_PORT: port(4000),
  CHECKIN_PORT: port(4100),
  SANDBOX_PORT: port(4200),
  WORKER_PORT: port(4300),
  INBOX_PORT: port(1080),
  SMTP_PORT: port(1025),
  POSTGRES_PORT: port(54320),
  REDIS_PORT: port(63790),
  CHECKIN_REDIS_PORT: port(63791),

  DATABASE_URL: envVariable.postgresUrl.optional(),
  API_DATABASE_URL: envVariable.postgresUrl.optional(),
  WORKER_DATABASE_URL: envVariable.postgresUrl.optional(),
  CHECKIN_DATABASE_URL: envVariable.postgresUrl.optional(),
  REDIS_URL: envVariable.redisUrl.optional(),
  CHECKIN_REDIS_URL: envVariable.redisUrl.optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// URL' }).optional(),
  MAIL_FROM: z.string().default('Foyer <tickets@foyer.localhost>'),

  FOYER_SECRET: envVariable.secret.optional(),
  JWT_PRIVATE_KEY: z.string().includes('PRIVATE KEY', 'must be a PEM private key').optional(),
  STORAGE_DIR: z.string().optional(),

  PUBLIC_WEB_URL: envVariable.httpUrl.optional(),
  PUBLIC_API_URL: envVariable.httpUrl.optional(),
  PUBLIC_CHECKIN_URL: envVariable.httpUrl.optional(),
  PUBLIC_SANDBOX_URL: envVariable.httpUrl.optional(),

  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^[rs]k_/, 'must be a key like sk_live_…')
    .optional(),
  STRIPE_WEBHOOK_SECRET: z.string().startsWith('whsec_', 'must start with whsec_').optional(),
  STRIPE_API_BASE: envVariable.httpUrl.optional(),
  FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION: z.string().optional(),
  WEBHOOKS_TO_PRIVATE_NETWORKS: z.string().optional(),
});

export type Environment = z.infer<typeof environmentSchema>;

/** Names the launcher hands out itself, to each service what it needs and nothing more. */
export const managedVariables: readonly string[] = Object.keys(environmentSchema.shape);

/** Reads `.env` (what is set already wins) and the environment, once. */
export function readEnvironment(): Environment {
  const file = join(rootDir, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  const env = parseEnvironment(process.env);
  return { ...env, FOYER_STATE_DIR: resolve(rootDir, env.FOYER_STATE_DIR) };
}

export function parseEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const env = parseEnv(environmentSchema, variables);
  if (env.REDIS_URL && env.REDIS_URL === env.CHECKIN_REDIS_URL) {
    throw new Problem(
      'CHECKIN_REDIS_URL is the same as REDIS_URL. A queue that fills its Redis must not stop the\n' +
        'doors: give the check-in an instance of its own, or leave one of the two unset.',
    );
  }
  if (env.STRIPE_SECRET_KEY && !env.STRIPE_WEBHOOK_SECRET) {
    throw new Problem(
      'STRIPE_SECRET_KEY is set but STRIPE_WEBHOOK_SECRET is not: payments would never be confirmed.\n' +
        'Copy the signing secret (whsec_…) of the endpoint /webhooks/stripe from the Stripe dashboard.',
    );
  }
  return env;
}

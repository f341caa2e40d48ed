import { parseEnv } from '@foyer/runtime';
import { z } from 'zod';

const confirmation = 'yes-this-takes-no-real-money';

export const sandboxEnv = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(4200),
  /** Loopback, because anybody who reaches it can "pay". Containers need 0.0.0.0. */
  SANDBOX_HOST: z.string().default('127.0.0.1'),
  /** How browsers reach it. Unset: http://localhost:<port>. */
  PUBLIC_SANDBOX_URL: z.url({ protocol: /^https?$/ }).optional(),
  SANDBOX_WEBHOOK_URL: z
    .url({ protocol: /^https?$/ })
    .default('http://127.0.0.1:4000/webhooks/stripe'),
  SANDBOX_DIR: z.string().default('.foyer/sandbox'),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^sk_test_\w+/, 'must be a test key (sk_test_…): the sandbox never takes a live one'),
  /** The first of the list signs. */
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .startsWith('whsec_')
    .transform((list) => list.split(',')[0]?.trim() ?? list),
});

export const readSandboxEnv = (env: NodeJS.ProcessEnv = process.env) => parseEnv(sandboxEnv, env);

/** Throws where a visitor could take it for a real till. */
export function refuseProduction(env: NodeJS.ProcessEnv): void {
  if (env.NODE_ENV !== 'production') return;
  if (env.FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION === confirmation) return;
  throw new Error(
    'The payment sandbox does not start with NODE_ENV=production: it hands out tickets for no money. ' +
      'Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET of a real account, or, for a demo, ' +
      `FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION=${confirmation}.`,
  );
}

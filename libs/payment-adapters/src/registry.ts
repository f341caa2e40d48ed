import type { Metrics } from '@foyer/runtime';
import { z } from 'zod';
import { measureAdapters } from './measured.ts';
import type { PaymentAdapter } from './port.ts';
import { createStripeAdapter } from './stripe/adapter.ts';

/** Whoever uses payments merges this into its environment schema: `z.object({...paymentEnv.shape})`. */
export const paymentEnv = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_/, 'must be a Stripe secret key (sk_… or rk_…)'),
  /** More than one, separated by commas, while a secret is being rotated. */
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .transform((list) => list.split(',').map((secret) => secret.trim()))
    .pipe(z.array(z.string().startsWith('whsec_', 'must be a Stripe webhook secret (whsec_…)'))),
  STRIPE_API_BASE: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })
    .optional(),
  FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION: z.string().optional(),
});
export type PaymentEnv = z.infer<typeof paymentEnv>;

export const sandboxConfirmation = 'yes-this-takes-no-real-money';

export type PaymentAdapters = {
  readonly providers: readonly string[];
  /** Null for a provider this installation does not have: an old payment, or a probing webhook. */
  byName(provider: string): PaymentAdapter | null;
  /** The one new payments start with. */
  readonly preferred: PaymentAdapter;
};

/**
 * With `metrics` every call is timed. Throws when the environment would send real money to, or take it
 * from, something not Stripe.
 */
export function createPaymentAdapters(env: PaymentEnv, metrics?: Metrics): PaymentAdapters {
  refuseUnsafeApiBase(env);
  const made = createStripeAdapter({
    secretKey: env.STRIPE_SECRET_KEY,
    webhookSecrets: env.STRIPE_WEBHOOK_SECRET,
    apiBase: env.STRIPE_API_BASE,
  });
  const [stripe = made] = metrics ? measureAdapters([made], metrics) : [];
  const adapters = new Map([[stripe.provider, stripe]]);
  return {
    providers: [...adapters.keys()],
    byName: (provider) => adapters.get(provider) ?? null,
    preferred: stripe,
  };
}

function refuseUnsafeApiBase(env: PaymentEnv): void {
  if (!env.STRIPE_API_BASE) return;
  if (env.STRIPE_SECRET_KEY.includes('_live_'))
    throw new Error('STRIPE_API_BASE is set: a live STRIPE_SECRET_KEY is never sent anywhere else');
  if (
    env.NODE_ENV === 'production' &&
    env.FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION !== sandboxConfirmation
  )
    throw new Error(
      'STRIPE_API_BASE points to a payment sandbox, and NODE_ENV is production: nobody would really pay. ' +
        `Unset it, or set FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION=${sandboxConfirmation}.`,
    );
}

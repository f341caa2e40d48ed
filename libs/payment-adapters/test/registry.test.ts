import { parseEnv } from '@foyer/runtime';
import { createPaymentAdapters, paymentEnv } from '../src/index.ts';

const testAccount = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' };
const sandboxed = { ...testAccount, STRIPE_API_BASE: 'http://127.0.0.1:4200' };
const adaptersFor = (env: Record<string, string>) =>
  createPaymentAdapters(parseEnv(paymentEnv, env));

test('knows stripe by name and nothing else', () => {
  const adapters = adaptersFor(testAccount);
  expect(adapters.providers).toEqual(['stripe']);
  expect(adapters.byName('stripe')).toBe(adapters.preferred);
  expect(adapters.byName('__proto__')).toBeNull();
});

test('takes several webhook secrets, and names what is wrong with the environment', () => {
  expect(
    parseEnv(paymentEnv, { ...testAccount, STRIPE_WEBHOOK_SECRET: 'whsec_new, whsec_old' })
      .STRIPE_WEBHOOK_SECRET,
  ).toEqual(['whsec_new', 'whsec_old']);
  expect(() => parseEnv(paymentEnv, { STRIPE_SECRET_KEY: 'pk_test_1' })).toThrow(
    /STRIPE_SECRET_KEY[\s\S]*STRIPE_WEBHOOK_SECRET/,
  );
});

test('talks to a sandbox in production only when that is asked for by name', () => {
  const production = { ...sandboxed, NODE_ENV: 'production' };
  expect(() => adaptersFor(production)).toThrow('FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION');
  expect(() =>
    adaptersFor({ ...production, FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION: 'true' }),
  ).toThrow('FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION');
  expect(
    adaptersFor({
      ...production,
      FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION: 'yes-this-takes-no-real-money',
    }).providers,
  ).toEqual(['stripe']);
});

test('never sends a live key anywhere but to Stripe', () => {
  expect(() => adaptersFor({ ...sandboxed, STRIPE_SECRET_KEY: 'sk_live_1' })).toThrow(
    'never sent anywhere else',
  );
});

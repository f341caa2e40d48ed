import { createMetrics } from '@foyer/runtime';
import { createStripeAdapter, PaymentProviderError } from '../src/index.ts';
import { measureAdapters } from '../src/measured.ts';

test('calls are timed by what came of them, and answer as before', async () => {
  const metrics = createMetrics('test');
  const stripe = createStripeAdapter({
    secretKey: 'sk_test_measured',
    webhookSecrets: ['whsec_measured'],
    // Nobody listens there.
    apiBase: 'http://127.0.0.1:9',
    maxRetries: 0,
  });
  const answers = { ...stripe, retrieveRefund: async () => 'an answer' as never };
  const [adapter = stripe] = measureAdapters([answers], metrics);
  expect(adapter.provider).toBe('stripe');
  expect(await adapter.retrieveRefund('re_1')).toBe('an answer');
  await expect(adapter.retrieve('cs_test_1')).rejects.toBeInstanceOf(PaymentProviderError);
  const text = await metrics.render();
  const count = (call: string, outcome: string) =>
    new RegExp(
      `foyer_payment_provider_seconds_count\\{[^}]*provider="stripe",call="${call}",outcome="${outcome}"\\} 1`,
    );
  expect(text).toMatch(count('retrieveRefund', 'answered'));
  expect(text).toMatch(count('retrieve', 'unavailable'));
});

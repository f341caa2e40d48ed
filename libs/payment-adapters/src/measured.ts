import type { Metrics } from '@foyer/runtime';
import { type PaymentAdapter, PaymentProviderError } from './port.ts';

/** The calls that somebody waits for; verifying a webhook reaches nobody, and comparing takes its time. */
const calls = ['createIntent', 'retrieve', 'cancel', 'refund', 'retrieveRefund'] as const;

/** Up to three tries of 8 s with their waits. */
const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * The same adapters, timed. `outcome` is `answered` (a refusal is an answer too), the code of the
 * PaymentProviderError, or `failed` for what no provider should cause.
 */
export function measureAdapters(adapters: PaymentAdapter[], metrics: Metrics): PaymentAdapter[] {
  const duration = metrics.histogram({
    name: 'foyer_payment_provider_seconds',
    help: 'Calls of payment providers, with their repetitions, by what came of them.',
    labelNames: ['provider', 'call', 'outcome'],
    buckets,
  });
  return adapters.map((adapter) => {
    const { provider } = adapter;
    const timed =
      (call: string, work: (input: never) => Promise<unknown>) => async (input: never) => {
        const end = duration.startTimer({ provider, call });
        try {
          const answer = await work(input);
          end({ outcome: 'answered' });
          return answer;
        } catch (error) {
          end({ outcome: error instanceof PaymentProviderError ? error.code : 'failed' });
          throw error;
        }
      };
    return {
      ...adapter,
      ...Object.fromEntries(calls.map((call) => [call, timed(call, adapter[call].bind(adapter))])),
    };
  });
}

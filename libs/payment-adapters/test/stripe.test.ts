import { describeAdapterContract, type TestCard } from './contract.ts';
import {
  control,
  signStripe,
  startReceiver,
  startSilentServer,
  startTestSandbox,
  stripeAt,
} from './sandbox-harness.ts';

const cards: Record<TestCard, string> = {
  success: '4242424242424242',
  declined: '4000000000000002',
  insufficient_funds: '4000000000009995',
  authentication: '4000002500003155',
  refund_settles_later: '4000000000007726',
  refund_fails: '4000000000005126',
};

describeAdapterContract('the Stripe adapter', async () => {
  const receiver = await startReceiver();
  const sandbox = await startTestSandbox({ webhookUrl: receiver.url });
  const silent = await startSilentServer();
  const gone = await startSilentServer();
  await gone.close();
  return {
    adapter: stripeAt(sandbox.url),
    deafAdapter: stripeAt(silent.url, { timeoutMs: 150, maxRetries: 0 }),
    deadAdapter: stripeAt(gone.url, { maxRetries: 0 }),
    strangerAdapter: stripeAt(sandbox.url, { secretKey: 'sk_test_somebody_else' }),
    pay: async (redirectUrl, card, authenticate) => {
      const sessionId = new URL(redirectUrl).pathname.split('/').at(-1);
      await control(sandbox, `/payments/${sessionId}/pay`, { card: cards[card], authenticate });
    },
    deliveries: async () => {
      await sandbox.webhooksIdle();
      return [...receiver.deliveries];
    },
    sign: signStripe,
    close: async () => {
      await sandbox.close();
      await Promise.all([receiver.close(), silent.close()]);
    },
  };
});

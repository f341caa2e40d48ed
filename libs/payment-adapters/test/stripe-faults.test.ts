import { randomUUID } from 'node:crypto';
import type { BookEntry } from '../sandbox/book.ts';
import type { Sandbox } from '../sandbox/server.ts';
import { type CreateIntent, PaymentProviderError, type WebhookEvent } from '../src/index.ts';
import { control, startReceiver, startTestSandbox, stripeAt } from './sandbox-harness.ts';

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let sandbox: Sandbox;
beforeEach(async () => {
  receiver = await startReceiver();
  sandbox = await startTestSandbox({ webhookUrl: receiver.url });
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

function newIntent(): CreateIntent {
  const paymentId = randomUUID();
  return {
    paymentId,
    registrationId: randomUUID(),
    organizationName: 'Northlight',
    description: '1 × Standard',
    amountMinor: 4_900,
    currency: 'EUR',
    buyerEmail: 'ada@example.org',
    idempotencyKey: paymentId,
    returnUrl: 'http://localhost:3000/done',
    cancelUrl: 'http://localhost:3000/back',
    expiresAt: new Date(Date.now() + 600_000),
    locale: 'en',
  };
}

const script = (faults: unknown) => control(sandbox, '/script', faults);
const book = async () => (await control<{ entries: BookEntry[] }>(sandbox, '/book')).entries;
const pay = (id: string) => control<{ outcome: string }>(sandbox, `/payments/${id}/pay`, {});

/** What a worker does: the same call again, as long as it is said to be worth it. */
async function persistently<T>(call: () => Promise<T>, tries = 8): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await call();
    } catch (err) {
      if (n === tries || !(err instanceof PaymentProviderError && err.retryable)) throw err;
    }
  }
}

async function received(): Promise<WebhookEvent[]> {
  await sandbox.webhooksIdle();
  const adapter = stripeAt(sandbox.url);
  return Promise.all(receiver.deliveries.map((d) => adapter.verifyWebhook(d.rawBody, d.headers)));
}

describe('a provider that fails before and after doing its work', () => {
  test('every payment is opened, paid and refunded exactly once', async () => {
    const adapter = stripeAt(sandbox.url, { timeoutMs: 250, maxRetries: 1 });
    await script({
      seed: 7,
      api: { timeoutAfter: 0.05, errorAfter: 0.05, timeoutBefore: 0.02, errorBefore: 0.05 },
    });
    const inputs = Array.from({ length: 60 }, newIntent);
    const refunds = await Promise.all(
      inputs.map(async (input) => {
        const { providerPaymentId } = await persistently(() => adapter.createIntent(input));
        expect((await pay(providerPaymentId)).outcome).toBe('succeeded');
        return persistently(() =>
          adapter.refund({
            providerPaymentId,
            paymentId: input.paymentId,
            amountMinor: 900,
            currency: 'EUR',
            refundId: `refund-of-${input.paymentId}`,
            idempotencyKey: `refund-of-${input.paymentId}`,
            reason: 'test',
          }),
        );
      }),
    );
    expect(new Set(refunds.map(({ outcome }) => outcome))).toEqual(new Set(['accepted']));

    const entries = await book();
    for (const kind of ['capture', 'refund'])
      expect(
        entries.flatMap((entry) => (entry.kind === kind ? [entry.paymentId] : [])).sort(),
      ).toEqual(inputs.map(({ paymentId }) => paymentId).sort());
    const { applied } = await control<{ applied: Record<string, number> }>(sandbox, '/script');
    expect(Object.keys(applied).length).toBe(4);
  });

  test('a 500 that the provider keeps replaying does not lock the payment out', async () => {
    const adapter = stripeAt(sandbox.url, { maxRetries: 0 });
    const input = newIntent();
    await script({ api: { errorAfter: 1, times: 1 } });
    await expect(adapter.createIntent(input)).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
    });
    const intent = await adapter.createIntent(input);
    expect(await adapter.createIntent(input)).toEqual(intent);
  });

  test('a refund hidden behind a stored 500 is found, not repeated', async () => {
    const adapter = stripeAt(sandbox.url, { maxRetries: 0 });
    const input = newIntent();
    const { providerPaymentId } = await adapter.createIntent(input);
    await pay(providerPaymentId);
    const refund = () =>
      adapter.refund({
        providerPaymentId,
        paymentId: input.paymentId,
        amountMinor: 100,
        currency: 'EUR',
        refundId: 'r-1',
        idempotencyKey: 'r-1',
        reason: 'test',
      });
    await script({ api: { errorAfter: 1, times: 1, match: 'POST /v1/refunds' } });
    await expect(refund()).rejects.toMatchObject({ code: 'unavailable', retryable: true });
    expect((await refund()).outcome).toBe('accepted');
    expect((await book()).filter(({ kind }) => kind === 'refund')).toHaveLength(1);
  });

  test('a lost answer to cancel is answered by the state', async () => {
    const adapter = stripeAt(sandbox.url);
    const impatient = stripeAt(sandbox.url, { timeoutMs: 200, maxRetries: 0 });
    const { providerPaymentId } = await adapter.createIntent(newIntent());
    await script({ api: { timeoutAfter: 1, times: 1 } });
    await expect(impatient.cancel(providerPaymentId)).rejects.toMatchObject({ code: 'timeout' });
    expect((await adapter.cancel(providerPaymentId)).outcome).toBe('cancelled');
  });

  test('too many requests may be tried again', async () => {
    await script({ api: { rateLimited: 1 } });
    await expect(
      stripeAt(sandbox.url, { maxRetries: 0 }).createIntent(newIntent()),
    ).rejects.toMatchObject({ code: 'rate_limited', retryable: true });
  });
});

describe('webhooks that misbehave', () => {
  async function payOne(): Promise<CreateIntent> {
    const input = newIntent();
    const { providerPaymentId } = await stripeAt(sandbox.url).createIntent(input);
    await pay(providerPaymentId);
    return input;
  }

  test('repeated: the same event id each time', async () => {
    await script({ webhooks: { repeat: 4 } });
    await payOne();
    const events = await received();
    expect(events).toHaveLength(5);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(1);
  });

  test('shuffled: all arrive, not in the order they happened', async () => {
    await script({ seed: 3, webhooks: { shuffleMs: 300 } });
    const inputs: CreateIntent[] = [];
    for (let n = 0; n < 12; n++) inputs.push(await payOne());
    const arrived = (await received()).map(({ payment }) => payment?.paymentId);
    const happened = inputs.map(({ paymentId }) => paymentId);
    expect(arrived).not.toEqual(happened);
    expect([...arrived].sort()).toEqual([...happened].sort());
  });

  test('delayed: not before its time', async () => {
    await script({ webhooks: { delayMs: [200, 250] } });
    await payOne();
    const started = performance.now();
    await received();
    expect(performance.now() - started).toBeGreaterThan(150);
  });

  test('dropped: comes when it is replayed, and retrieve knew all along', async () => {
    await script({ webhooks: { drop: 1 } });
    const input = newIntent();
    const adapter = stripeAt(sandbox.url);
    const { providerPaymentId } = await adapter.createIntent(input);
    await pay(providerPaymentId);
    expect(await received()).toEqual([]);
    expect((await adapter.retrieve(providerPaymentId)).status).toBe('succeeded');
    expect(await control(sandbox, '/webhooks/replay', { status: 'dropped' })).toEqual({
      replayed: 1,
    });
    expect((await received()).map(({ payment }) => payment?.paymentId)).toEqual([input.paymentId]);
  });

  test('forged: refused, while the honest one beside it is taken', async () => {
    await script({ webhooks: { forge: 1 } });
    await payOne();
    await sandbox.webhooksIdle();
    const adapter = stripeAt(sandbox.url);
    const verdicts = await Promise.all(
      receiver.deliveries.map((d) =>
        adapter.verifyWebhook(d.rawBody, d.headers).then(
          () => 'accepted',
          (err) => err.reason,
        ),
      ),
    );
    expect(verdicts.sort()).toEqual(['accepted', 'signature']);
    const forged = receiver.deliveries.find((d) => d.rawBody.includes('evt_forged'));
    expect(forged?.rawBody.toString()).toContain('"amount_received":1');
  });

  test('replayed with a signature ten minutes old: refused', async () => {
    await payOne();
    await sandbox.webhooksIdle();
    receiver.deliveries.length = 0;
    await control(sandbox, '/webhooks/replay', { ageSeconds: 600 });
    await expect(received()).rejects.toMatchObject({ reason: 'too_old' });
  });

  test('a receiver that fails twice gets it a third time, with the same id', async () => {
    receiver.answerNext(500, 503);
    await payOne();
    const events = await received();
    expect(events).toHaveLength(3);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(1);
  });

  test('a redirect is a failure', async () => {
    receiver.answerNext(302);
    await payOne();
    expect(await received()).toHaveLength(2);
  });
});

import { randomUUID } from 'node:crypto';
import {
  type CreateIntent,
  type Movement,
  type PaymentAdapter,
  PaymentProviderError,
  type PaymentState,
  type RefundRequest,
  type WebhookEvent,
  WebhookInvalid,
} from '../src/port.ts';

export type TestCard =
  | 'success'
  | 'declined'
  | 'insufficient_funds'
  | 'authentication'
  | 'refund_settles_later'
  | 'refund_fails';

export type Delivery = { rawBody: Buffer; headers: Record<string, string> };

/** What a provider's test must bring, over real HTTP: a gateway, a buyer and a webhook receiver. */
export type AdapterHarness = {
  adapter: PaymentAdapter;
  /** The same, against something that accepts the connection and never answers. */
  deafAdapter: PaymentAdapter;
  /** The same, where nobody listens. */
  deadAdapter: PaymentAdapter;
  /** The same, with a key that the provider does not know. */
  strangerAdapter: PaymentAdapter;
  /** Someone pays on the hosted page. */
  pay(
    redirectUrl: string,
    card: TestCard,
    authenticate?: 'complete' | 'fail' | 'leave',
  ): Promise<void>;
  /** All deliveries received so far, after those on their way have arrived. */
  deliveries(): Promise<Delivery[]>;
  /** Resigns a delivery's body as the provider would, or as somebody else would. */
  sign(rawBody: Buffer, how?: { ageSeconds?: number; byStranger?: boolean }): Delivery;
  close(): Promise<void>;
};

const minute = 60_000;

/** What every PaymentAdapter must do, whoever the provider is. */
export function describeAdapterContract(
  name: string,
  makeHarness: () => Promise<AdapterHarness>,
): void {
  describe(`${name} keeps the payment port's contract`, () => {
    let harness: AdapterHarness;
    let adapter: PaymentAdapter;
    beforeAll(async () => {
      harness = await makeHarness();
      adapter = harness.adapter;
    });
    afterAll(() => harness.close());

    function newIntent(overrides: Partial<CreateIntent> = {}): CreateIntent {
      const paymentId = randomUUID();
      return {
        paymentId,
        registrationId: randomUUID(),
        organizationName: 'Northlight Conferences',
        description: 'Open Source Days: 2 × Early bird',
        amountMinor: 12_550,
        currency: 'EUR',
        buyerEmail: 'ada@example.org',
        idempotencyKey: `payment-${paymentId}`,
        returnUrl: 'http://localhost:3000/registrations/1',
        cancelUrl: 'http://localhost:3000/checkout/1',
        expiresAt: new Date(Date.now() + 15 * minute),
        locale: 'en',
        ...overrides,
      };
    }

    async function opened(overrides: Partial<CreateIntent> = {}) {
      const input = newIntent(overrides);
      return { input, intent: await adapter.createIntent(input) };
    }

    async function paid(overrides: Partial<CreateIntent> = {}, card: TestCard = 'success') {
      const { input, intent } = await opened(overrides);
      await harness.pay(intent.redirectUrl, card);
      return { input, intent };
    }

    async function verified(): Promise<WebhookEvent[]> {
      const deliveries = await harness.deliveries();
      return Promise.all(deliveries.map((d) => adapter.verifyWebhook(d.rawBody, d.headers)));
    }

    async function announced(paymentId: string): Promise<PaymentState[]> {
      const events = await verified();
      return events.flatMap(({ payment }) => (payment?.paymentId === paymentId ? [payment] : []));
    }

    function refundOf(
      { input, intent }: Awaited<ReturnType<typeof paid>>,
      overrides: Partial<RefundRequest> = {},
    ): RefundRequest {
      const refundId = randomUUID();
      return {
        providerPaymentId: intent.providerPaymentId,
        paymentId: input.paymentId,
        amountMinor: input.amountMinor,
        currency: input.currency,
        refundId,
        idempotencyKey: `refund-${refundId}`,
        reason: 'The event was cancelled',
        ...overrides,
      };
    }

    describe('createIntent', () => {
      test('opens a hosted page and says that nobody has paid', async () => {
        const { input, intent } = await opened();
        expect(intent.status).toBe('created');
        expect(new URL(intent.redirectUrl).protocol).toMatch(/^https?:$/);
        expect(await adapter.retrieve(intent.providerPaymentId)).toEqual({
          providerPaymentId: intent.providerPaymentId,
          paymentId: input.paymentId,
          status: 'created',
          amountMinor: 12_550,
          currency: 'EUR',
        });
      });

      test('gives the same page for the same key, one after another and at once', async () => {
        const input = newIntent();
        const first = await adapter.createIntent(input);
        const again = await Promise.all([1, 2, 3, 4].map(() => adapter.createIntent(input)));
        for (const intent of again) expect(intent).toEqual(first);
      });

      test('gives one page to requests that race with the same key', async () => {
        const input = newIntent();
        const intents = await Promise.all([1, 2, 3, 4].map(() => adapter.createIntent(input)));
        expect(new Set(intents.map(({ providerPaymentId }) => providerPaymentId)).size).toBe(1);
      });

      test('refuses the same key with another amount, for good', async () => {
        const { input } = await opened();
        await expect(
          adapter.createIntent({ ...input, amountMinor: input.amountMinor + 1 }),
        ).rejects.toMatchObject({ code: 'idempotency_key_reused', retryable: false });
      });

      test('opens another page for another key', async () => {
        const { input, intent } = await opened();
        const other = await adapter.createIntent({ ...input, idempotencyKey: randomUUID() });
        expect(other.providerPaymentId).not.toBe(intent.providerPaymentId);
      });

      test.each([
        ['EUR', 12_550],
        ['JPY', 1_500],
        ['KWD', 12_340],
        ['ISK', 5_000],
        ['HUF', 450_000],
      ])('%s %d survives the way there and back', async (currency, amountMinor) => {
        const { input, intent } = await paid({ currency, amountMinor });
        expect(await adapter.retrieve(intent.providerPaymentId)).toMatchObject({
          status: 'succeeded',
          amountMinor,
          currency,
        });
        expect(await announced(input.paymentId)).toContainEqual(
          expect.objectContaining({ status: 'succeeded', amountMinor, currency }),
        );
      });

      test.each([
        ['a negative amount', { amountMinor: -1 }],
        ['a broken amount', { amountMinor: 10.5 }],
        ['a huge amount', { amountMinor: Number.MAX_SAFE_INTEGER }],
        ['a nonsense currency', { currency: 'EURO' }],
        ['a return address that is not one', { returnUrl: 'javascript:alert(1)' }],
      ])('refuses %s, for good', async (_what, overrides) => {
        await expect(adapter.createIntent(newIntent(overrides))).rejects.toMatchObject({
          name: 'PaymentProviderError',
          code: 'invalid_request',
          retryable: false,
        });
      });
    });

    describe('a payment', () => {
      test('succeeds, is announced once verified, and retrieve says the same', async () => {
        const { input, intent } = await paid();
        const [state, ...more] = await announced(input.paymentId);
        expect(more).toEqual([]);
        expect(state).toMatchObject({
          paymentId: input.paymentId,
          status: 'succeeded',
          amountMinor: input.amountMinor,
          currency: 'EUR',
          capturedChargeId: expect.any(String),
        });
        const byFirstId = await adapter.retrieve(intent.providerPaymentId);
        const byAnnouncedId = await adapter.retrieve(state?.providerPaymentId ?? '');
        expect(byFirstId).toEqual(byAnnouncedId);
        expect(byFirstId).toMatchObject(state ?? {});
      });

      test.each([
        ['declined', 'card_declined'],
        ['insufficient_funds', 'insufficient_funds'],
      ] as const)(
        'stays open after a card that is %s, and the next try succeeds',
        async (card, failureCode) => {
          const { input, intent } = await paid({}, card);
          expect(await adapter.retrieve(intent.providerPaymentId)).toMatchObject({
            status: 'pending',
            failureCode,
          });
          expect(await announced(input.paymentId)).toEqual([
            expect.objectContaining({ status: 'pending', failureCode }),
          ]);

          await harness.pay(intent.redirectUrl, 'success');
          const after = await adapter.retrieve(intent.providerPaymentId);
          expect(after.status).toBe('succeeded');
          expect(after.failureCode).toBeUndefined();
        },
      );

      test('waits for authentication and succeeds when it is completed', async () => {
        const { intent } = await opened();
        await harness.pay(intent.redirectUrl, 'authentication', 'leave');
        const waiting = await adapter.retrieve(intent.providerPaymentId);
        expect(waiting.status).toBe('pending');
        expect(waiting.failureCode).toBeUndefined();

        await harness.pay(intent.redirectUrl, 'authentication', 'complete');
        expect((await adapter.retrieve(intent.providerPaymentId)).status).toBe('succeeded');
      });

      test('stays open when authentication fails', async () => {
        const { input, intent } = await opened();
        await harness.pay(intent.redirectUrl, 'authentication', 'fail');
        expect(await adapter.retrieve(intent.providerPaymentId)).toMatchObject({
          status: 'pending',
          failureCode: 'authentication_failed',
        });
        expect(await announced(input.paymentId)).toEqual([
          expect.objectContaining({ status: 'pending', failureCode: 'authentication_failed' }),
        ]);
      });
    });

    describe('cancel', () => {
      test('closes a page nobody used; nobody can pay on it; again is the same', async () => {
        const { input, intent } = await opened();
        const first = await adapter.cancel(intent.providerPaymentId);
        expect(first).toMatchObject({ outcome: 'cancelled', payment: { status: 'cancelled' } });
        await harness.pay(intent.redirectUrl, 'success');
        expect((await adapter.retrieve(intent.providerPaymentId)).status).toBe('cancelled');
        expect(await adapter.cancel(intent.providerPaymentId)).toEqual(first);
        expect((await announced(input.paymentId)).map(({ status }) => status)).toEqual([
          'cancelled',
        ]);
      });

      test('works after a declined card, by the newest id too', async () => {
        const { intent } = await paid({}, 'declined');
        const { providerPaymentId } = await adapter.retrieve(intent.providerPaymentId);
        expect(await adapter.cancel(providerPaymentId)).toMatchObject({
          outcome: 'cancelled',
          payment: { status: 'cancelled' },
        });
      });

      test('is refused after success, and the money stays', async () => {
        const { intent } = await paid();
        expect(await adapter.cancel(intent.providerPaymentId)).toMatchObject({
          outcome: 'refused',
          reason: 'already_succeeded',
          payment: { status: 'succeeded' },
        });
        expect((await adapter.retrieve(intent.providerPaymentId)).status).toBe('succeeded');
      });

      test('racing a payment, exactly one of the two wins', async () => {
        const { intent } = await opened();
        const [result] = await Promise.all([
          adapter.cancel(intent.providerPaymentId),
          harness.pay(intent.redirectUrl, 'success'),
        ]);
        const { status } = await adapter.retrieve(intent.providerPaymentId);
        expect(status).toBe(result.outcome === 'cancelled' ? 'cancelled' : 'succeeded');
      });
    });

    describe('refund', () => {
      test('gives all back, announces it, and retrieveRefund agrees', async () => {
        const payment = await paid();
        const request = refundOf(payment);
        const result = await adapter.refund(request);
        expect(result).toMatchObject({
          outcome: 'accepted',
          refund: {
            refundId: request.refundId,
            paymentId: payment.input.paymentId,
            status: 'succeeded',
            amountMinor: payment.input.amountMinor,
            currency: 'EUR',
          },
        });
        if (result.outcome !== 'accepted') return;
        expect(await adapter.retrieveRefund(result.refund.providerRefundId)).toEqual(result.refund);
        const events = await verified();
        expect(events.map(({ refund }) => refund)).toContainEqual(result.refund);
        expect(await adapter.retrieve(payment.intent.providerPaymentId)).toMatchObject({
          status: 'succeeded',
          refundedMinor: payment.input.amountMinor,
        });
      });

      test('gives parts back, never more than the whole', async () => {
        const payment = await paid();
        const part = (amountMinor: number) => adapter.refund(refundOf(payment, { amountMinor }));
        expect((await part(10_000)).outcome).toBe('accepted');
        expect(await part(2_551)).toMatchObject({ outcome: 'refused', reason: 'exceeds_captured' });
        expect((await part(2_550)).outcome).toBe('accepted');
        expect(await part(1)).toMatchObject({ outcome: 'refused', reason: 'exceeds_captured' });
        const { refundedMinor } = await adapter.retrieve(payment.intent.providerPaymentId);
        expect(refundedMinor).toBe(12_550);
      });

      test('happens once per refundId: repeated, raced, and under a new key', async () => {
        const payment = await paid();
        const request = refundOf(payment, { amountMinor: 1_000 });
        const first = await adapter.refund(request);
        const raced = await Promise.all([1, 2, 3].map(() => adapter.refund(request)));
        const later = await adapter.refund({ ...request, idempotencyKey: randomUUID() });
        for (const result of [...raced, later]) expect(result).toEqual(first);
        const { refundedMinor } = await adapter.retrieve(payment.intent.providerPaymentId);
        expect(refundedMinor).toBe(1_000);
      });

      test('is refused before anybody paid, and in another currency', async () => {
        const unpaid = await opened();
        expect(await adapter.refund(refundOf(unpaid))).toMatchObject({
          outcome: 'refused',
          reason: 'not_captured',
        });
        expect(await adapter.refund(refundOf(await paid(), { currency: 'USD' }))).toMatchObject({
          outcome: 'refused',
          reason: 'currency_mismatch',
        });
      });

      test('takes the id that the webhook announced', async () => {
        const payment = await paid();
        const [state] = await announced(payment.input.paymentId);
        const { providerPaymentId = '' } = state ?? {};
        const result = await adapter.refund(refundOf(payment, { providerPaymentId }));
        expect(result.outcome).toBe('accepted');
      });

      test.each([
        ['refund_settles_later', 'pending', 'succeeded'],
        ['refund_fails', 'succeeded', 'failed'],
      ] as const)('%s: is %s first and then announced as %s', async (card, before, after) => {
        const payment = await paid({}, card);
        const result = await adapter.refund(refundOf(payment));
        expect(result).toMatchObject({ outcome: 'accepted', refund: { status: before } });
        if (result.outcome !== 'accepted') return;
        const { providerRefundId } = result.refund;
        await until(async () => (await adapter.retrieveRefund(providerRefundId)).status === after);
        const states = (await verified()).flatMap(({ refund }) =>
          refund?.providerRefundId === providerRefundId ? [refund] : [],
        );
        expect(states[0]?.status).toBe(before);
        expect(states.at(-1)).toEqual(await adapter.retrieveRefund(providerRefundId));
        if (after === 'failed') expect(states.at(-1)?.failureCode).toEqual(expect.any(String));
      });
    });

    describe('movementsSince', () => {
      const movements = async (since: Date) => {
        const found: Movement[] = [];
        for await (const movement of adapter.movementsSince(since)) found.push(movement);
        return found;
      };

      test('tells of every payment that was made, and of every refund, over as many pages as it takes', async () => {
        const since = new Date();
        const payments = [];
        // One page holds a hundred.
        for (let i = 0; i < 102; i++) payments.push(await paid());
        await opened();
        const [first] = payments;
        if (!first) return;
        const result = await adapter.refund(refundOf(first, { amountMinor: 1_000 }));
        const found = await movements(since);
        const ofPayments = found.flatMap((one) => ('payment' in one ? [one.payment] : []));
        expect(new Set(ofPayments.map(({ paymentId }) => paymentId))).toEqual(
          new Set(payments.map(({ input }) => input.paymentId)),
        );
        const again = await adapter.retrieve(first.intent.providerPaymentId);
        expect(ofPayments).toContainEqual({ ...again, refundedMinor: 1_000 });
        const ofRefunds = found.flatMap((one) => ('refund' in one ? [one.refund] : []));
        expect(result).toMatchObject({ outcome: 'accepted', refund: ofRefunds[0] });
        expect(ofRefunds).toHaveLength(1);
      });

      test('tells of nothing that was before', async () => {
        await paid();
        expect(await movements(new Date(Date.now() + minute))).toEqual([]);
      });
    });

    describe('verifyWebhook', () => {
      let honest: Delivery;
      beforeAll(async () => {
        await paid();
        const last = (await harness.deliveries()).at(-1);
        if (!last) throw new Error('no webhook arrived');
        honest = last;
      });

      const verdict = (delivery: Delivery) =>
        adapter.verifyWebhook(delivery.rawBody, delivery.headers).then(
          () => 'accepted',
          (err: unknown) => (err instanceof WebhookInvalid ? err.reason : err),
        );

      test('accepts an honest delivery, again, and retried four minutes later', async () => {
        expect(await verdict(honest)).toBe('accepted');
        expect(await verdict(honest)).toBe('accepted');
        expect(await verdict(harness.sign(honest.rawBody, { ageSeconds: 240 }))).toBe('accepted');
      });

      test('gives a repeated delivery the same event id', async () => {
        const twice = [honest, harness.sign(honest.rawBody)];
        const [a, b] = await Promise.all(
          twice.map((d) => adapter.verifyWebhook(d.rawBody, d.headers)),
        );
        expect(a).toEqual(b);
        expect(a?.createdAt.getTime()).toBeGreaterThan(Date.now() - 5 * minute);
      });

      test('refuses another secret, a changed body and a missing signature', async () => {
        expect(await verdict(harness.sign(honest.rawBody, { byStranger: true }))).toBe('signature');
        const changed = Buffer.from(honest.rawBody.toString().replace(/\d/, '7777'));
        expect(await verdict({ ...honest, rawBody: changed })).toBe('signature');
        expect(await verdict({ rawBody: honest.rawBody, headers: {} })).toBe('signature');
        expect(await verdict({ rawBody: Buffer.alloc(0), headers: honest.headers })).toBe(
          'signature',
        );
      });

      test('refuses what was signed more than five minutes ago', async () => {
        expect(await verdict(harness.sign(honest.rawBody, { ageSeconds: 301 }))).toBe('too_old');
        expect(await verdict(harness.sign(honest.rawBody, { ageSeconds: 600 }))).toBe('too_old');
      });

      test.each(['not json', '[]', 'null', '{}', '{"id":1}', '{"id":"evt_1","object":"event"}'])(
        'refuses %s although it is signed',
        async (body) => {
          expect(await verdict(harness.sign(Buffer.from(body)))).toBe('malformed');
        },
      );
    });

    describe('errors', () => {
      test('no answer in time is a timeout, and may be tried again', async () => {
        const started = performance.now();
        await expect(harness.deafAdapter.createIntent(newIntent())).rejects.toMatchObject({
          name: 'PaymentProviderError',
          code: 'timeout',
          retryable: true,
        });
        expect(performance.now() - started).toBeLessThan(5_000);
      });

      test('nobody there is unavailable, and may be tried again', async () => {
        await expect(harness.deadAdapter.createIntent(newIntent())).rejects.toMatchObject({
          code: 'unavailable',
          retryable: true,
        });
      });

      test('a wrong key is an error of ours, which trying again does not mend', async () => {
        const error = await harness.strangerAdapter.createIntent(newIntent()).catch((err) => err);
        expect(error).toBeInstanceOf(PaymentProviderError);
        expect(error).toMatchObject({ code: 'authentication', retryable: false });
      });

      test('an unknown payment or refund is not found', async () => {
        const { intent } = await opened();
        const unknown = `${intent.providerPaymentId.slice(0, -4)}zzzz`;
        for (const id of [unknown, 'nonsense', '']) {
          const lookups = [adapter.retrieve, adapter.cancel, adapter.retrieveRefund];
          for (const lookup of lookups)
            await expect(lookup(id)).rejects.toMatchObject({ code: 'not_found', retryable: false });
        }
      });
    });
  });
}

/** Asks until it is so; the test's own timeout ends a wait in vain. */
export async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 25));
}

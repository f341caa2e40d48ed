import { randomUUID } from 'node:crypto';
import {
  insertEvent,
  insertOrganization,
  reservationRequest,
  reserve,
  saveAttendees,
  type TestEvent,
  until,
} from '@foyer/testing';
import { createWorkerHarness, type WorkerHarness } from '../../test/worker-harness.ts';

let harness: WorkerHarness;
beforeAll(async () => {
  harness = await createWorkerHarness({ hasPayments: true });
});
afterAll(async () => {
  await harness.close();
});
beforeEach(() => {
  harness.mailServer.received.length = 0;
});

/** A paid registration whose hosted page is open. */
async function openPayment(options: { event?: TestEvent; hasPage?: boolean } = {}) {
  const { admin } = harness.pools;
  const event = options.event ?? (await paidEvent());
  const { registrationId, confirmationNumber } = await reserve(admin, reservationRequest(event));
  await saveAttendees(admin, registrationId);
  const { rows } = await admin.query(
    `select app_private.begin_payment($1, null, $1, 'stripe') as payment`,
    [registrationId],
  );
  const { paymentId, amountMinor } = rows[0].payment;
  if (options.hasPage === false) return { event, registrationId, paymentId, sessionId: '' };
  const intent = await harness.deps.payments.preferred.createIntent({
    paymentId,
    registrationId,
    organizationName: 'Analytical Society',
    description: confirmationNumber,
    amountMinor,
    currency: 'EUR',
    buyerEmail: 'grace@example.org',
    idempotencyKey: `payment-${paymentId}`,
    returnUrl: 'https://tickets.test/back',
    cancelUrl: 'https://tickets.test/cancel',
    expiresAt: new Date(Date.now() + 900_000),
    locale: 'en',
  });
  await admin.query('select app_private.record_payment_intent($1, $2, $3)', [
    paymentId,
    intent.providerPaymentId,
    intent.redirectUrl,
  ]);
  return { event, registrationId, paymentId, sessionId: intent.providerPaymentId };
}

async function paidEvent(): Promise<TestEvent> {
  const organization = await insertOrganization(harness.pools.admin);
  return insertEvent(harness.pools.admin, {
    orgId: organization.id,
    quotas: { event: 1 },
    ticketTypes: [{ priceMinor: 4900 }],
  });
}

type Answer = { outcome?: string; entries: { kind: string; paymentId: string }[] };

async function control(path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${harness.sandbox?.url}/sandbox${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json' },
    body: body ? JSON.stringify(body) : null,
  });
  return (await response.json()) as Answer;
}

const pay = (sessionId: string, card = '4242424242424242') =>
  control(`/payments/${sessionId}/pay`, { card });

/** How often the provider has paid back, by its own book. */
async function refundsInBook(paymentId: string): Promise<number> {
  const { entries } = await control('/book');
  return entries.filter((entry) => entry.kind === 'refund' && entry.paymentId === paymentId).length;
}

async function expire(registrationId: string): Promise<void> {
  await harness.pools.admin.query(
    `update app_public.registrations set expires_at = now() - interval '1 second' where id = $1`,
    [registrationId],
  );
  await harness.pools.worker.query('select app_private.expire_holds(100)');
}

async function one(statement: string, ...values: unknown[]) {
  return (await harness.pools.admin.query(statement, values)).rows[0];
}

const payment = (id: string) => one('select * from app_public.payments where id = $1', id);
const refundOf = (paymentId: string) =>
  one('select * from app_public.refunds where payment_id = $1', paymentId);

describe('cancel-payment', () => {
  test('closes the page of an expired hold, so that nobody can pay on it any more', async () => {
    const { registrationId, paymentId, sessionId } = await openPayment();
    await expire(registrationId);
    await harness.run('cancel-payment', { paymentId });
    expect((await payment(paymentId)).status).toBe('cancelled');
    expect(await pay(sessionId)).toMatchObject({ outcome: 'not_open' });
    await harness.run('cancel-payment', { paymentId });
  });

  test('when somebody has paid in the meantime, takes the tickets again', async () => {
    const { registrationId, paymentId, sessionId } = await openPayment();
    await pay(sessionId);
    await expire(registrationId);
    await harness.run('cancel-payment', { paymentId });
    expect((await payment(paymentId)).status).toBe('succeeded');
    expect(
      (await one('select status from app_public.registrations where id = $1', registrationId))
        .status,
    ).toBe('confirmed');
  });

  test('waits for a page that is being opened, then takes the payment as never begun', async () => {
    const { registrationId, paymentId } = await openPayment({ hasPage: false });
    await expire(registrationId);
    await expect(harness.run('cancel-payment', { paymentId })).rejects.toThrow('no page yet');
    await harness.run('cancel-payment', { paymentId }, { attempt: 4 });
    expect((await payment(paymentId)).status).toBe('cancelled');
  });
});

describe('money that comes when the tickets are gone', () => {
  test('is refunded once, and the buyer is told once', async () => {
    const first = await openPayment();
    await pay(first.sessionId);
    await expire(first.registrationId);
    const second = await openPayment({ event: first.event });
    expect(second.registrationId).not.toBe(first.registrationId);
    await harness.run('cancel-payment', { paymentId: first.paymentId });

    const queued = await refundOf(first.paymentId);
    expect(queued).toMatchObject({
      status: 'queued',
      amount_minor: 4900,
      reason: 'paid_after_expiry',
    });
    const late = (await harness.outbox()).filter(({ topic }) => topic === 'payment.received_late');
    const notice = late.find(({ payload }) => payload.refundId === queued.id);
    for (let i = 0; i < 2; i++) {
      await harness.run('execute-refund', { refundId: queued.id });
      await harness.run('notify-late-payment', notice?.payload);
    }

    expect((await refundOf(first.paymentId)).status).toBe('succeeded');
    expect(await refundsInBook(first.paymentId)).toBe(1);
    const ledger = await one(
      `select count(*)::int as rows, sum(case when debit_account = 'provider' then amount_minor else -amount_minor end)::int as balance
       from app_public.ledger_entries where payment_id = $1`,
      first.paymentId,
    );
    expect(ledger).toEqual({ rows: 2, balance: 0 });
    const [mail, ...others] = harness.mailServer.received;
    expect(others).toEqual([]);
    expect(mail?.subject).toBe('Your payment for Soirée is being refunded');
    expect(mail?.text).toContain('€49.00');
  });

  test('is refunded once also when the provider’s answer was lost', async () => {
    const first = await openPayment();
    await pay(first.sessionId);
    await expire(first.registrationId);
    await openPayment({ event: first.event });
    await harness.run('cancel-payment', { paymentId: first.paymentId });
    const { id: refundId } = await refundOf(first.paymentId);
    // Three answers: the SDK tries twice more by itself.
    await control('/script', { api: { errorAfter: 1, match: 'POST /v1/refunds', times: 1 } });
    await harness.run('execute-refund', { refundId }).catch(() => {});
    await control('/script', {});
    await harness.run('execute-refund', { refundId });
    expect((await refundOf(first.paymentId)).status).toBe('succeeded');
    expect(await refundsInBook(first.paymentId)).toBe(1);
  });

  test('a refund that settles later is followed until it has', async () => {
    const first = await openPayment();
    await pay(first.sessionId, '4000000000007726');
    await expire(first.registrationId);
    await openPayment({ event: first.event });
    await harness.run('cancel-payment', { paymentId: first.paymentId });
    const { id: refundId } = await refundOf(first.paymentId);
    await harness.run('execute-refund', { refundId });
    expect(await refundOf(first.paymentId)).toMatchObject({
      status: 'pending',
      provider_refund_id: expect.stringMatching(/^re_/),
    });
    await until(async () => {
      await harness.run('execute-refund', { refundId });
      return (await refundOf(first.paymentId)).status === 'succeeded';
    });
    expect(await refundsInBook(first.paymentId)).toBe(1);
  });
});

describe('reconcile-payment', () => {
  test('confirms a paid registration whose webhook never came, once', async () => {
    const { registrationId, paymentId, sessionId } = await openPayment();
    await pay(sessionId);
    const payload = {
      paymentId,
      provider: 'stripe',
      providerPaymentId: sessionId,
      isAbandoned: false,
    };
    const before = harness.asked.length;
    await harness.run('reconcile-payment', payload);
    await harness.run('reconcile-payment', payload);
    expect(harness.asked.slice(before)).toEqual(['confirmed', 'duplicate']);
    expect(
      (await one('select status from app_public.registrations where id = $1', registrationId))
        .status,
    ).toBe('confirmed');
    const confirmed = (await harness.outbox()).filter(
      ({ topic, payload }) =>
        topic === 'registration.confirmed' && payload.registrationId === registrationId,
    );
    expect(confirmed).toHaveLength(1);
  });

  test('changes nothing while nobody has paid', async () => {
    const { paymentId, sessionId } = await openPayment();
    await harness.run('reconcile-payment', {
      paymentId,
      provider: 'stripe',
      providerPaymentId: sessionId,
      isAbandoned: false,
    });
    expect((await payment(paymentId)).status).toBe('pending');
  });
});

test('jobs about what does not exist do nothing', async () => {
  await harness.run('cancel-payment', { paymentId: randomUUID() });
  await harness.run('execute-refund', { refundId: randomUUID() });
  expect(harness.mailServer.received).toEqual([]);
});

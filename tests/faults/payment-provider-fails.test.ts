import { insertEvent, type TestEvent, until } from '@foyer/testing';
import { PaymentProviderError } from '../../libs/payment-adapters/src/index.ts';
import { compareWithBook } from '../support/invariants.ts';
import { longMs, quickOrLong } from '../support/long.ts';
import { seed, seeded, seedNote } from '../support/seed.ts';
import { useShop } from '../support/shop.ts';

/**
 * A provider that loses one answer in twenty after doing the work, fails one in twenty, and does not hear one
 * in fifty. Whoever wants to pay and has a good card is to have their ticket within a minute, and to have paid
 * once; orders go on until the time is over.
 */
const forMs = quickOrLong(5_000, longMs);
/** However slow the machine is, or too few faults happen to prove anything. */
const atLeast = 300;
const together = quickOrLong(100, 300);
const script = {
  seed,
  api: { timeoutAfter: 0.05, errorAfter: 0.025, errorBefore: 0.025, timeoutBefore: 0.02 },
  webhooks: { repeat: 1, shuffleMs: 200 },
};
const random = seeded('payment provider fails');

const shop = useShop(() => ({ adapter: { timeoutMs: 400 } }));
let event: TestEvent;
beforeAll(async () => {
  event = await insertEvent(shop().db.pools.admin, {
    orgId: shop().orgId,
    quotas: { event: 1_000_000 },
    ticketTypes: [{ priceMinor: 2500 }],
  });
});

type Buyer = { registrationId: string; startedAt: number; card: 'good' | 'declined' };

/** The buyer's minute: opens the page, again when told that the provider does not answer, and pays. */
async function buy(buyer: Buyer): Promise<void> {
  for (;;) {
    try {
      const page = await shop().openPage(buyer.registrationId);
      const card = buyer.card === 'good' ? '4242 4242 4242 4242' : '4000 0000 0000 0002';
      await shop().pay(page.sessionId, card);
      return;
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (code !== 'PAYMENT_UNAVAILABLE') throw error;
      if (Date.now() - buyer.startedAt > 60_000) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

test(
  `orders are paid once, within a minute, although the provider fails ${seedNote}`,
  async () => {
    await shop().control('/script', script);
    const { admin } = shop().db.pools;
    const endsAt = Date.now() + forMs;
    const buyers: Buyer[] = [];
    const waiting: string[] = [];
    let ordering: Promise<unknown> = Promise.resolve();
    async function nextOrder(): Promise<string> {
      while (waiting.length === 0) {
        ordering = ordering.then(async () => {
          if (waiting.length === 0) waiting.push(...(await shop().order(event, 100)));
        });
        await ordering;
      }
      return waiting.pop() as string;
    }

    const confirmedAt = new Map<string, number>();
    let seenUntil = new Date(0);
    async function readConfirmed(): Promise<void> {
      const { rows } = await admin.query<{ id: string; at: Date }>(
        `select id, confirmed_at as at from app_public.registrations
       where event_id = $1 and status = 'confirmed' and confirmed_at > $2::timestamptz - interval '10 seconds'`,
        [event.id, seenUntil],
      );
      for (const { id, at } of rows) {
        confirmedAt.set(id, at.getTime());
        if (at > seenUntil) seenUntil = at;
      }
    }
    // Nobody buys a second ticket before they have seen the first: there are never more orders under way.
    let isOver = false;
    const reading = (async () => {
      while (!isOver) {
        await readConfirmed();
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    })();
    const isSettled = (buyer: Buyer) =>
      buyer.card === 'declined' ||
      confirmedAt.has(buyer.registrationId) ||
      Date.now() - buyer.startedAt > 60_000;
    await Promise.all(
      Array.from({ length: together }, async () => {
        while (Date.now() < endsAt || buyers.length < atLeast) {
          const registrationId = await nextOrder();
          const card = random.chance(0.05) ? 'declined' : 'good';
          const buyer: Buyer = { registrationId, card, startedAt: Date.now() };
          buyers.push(buyer);
          await buy(buyer);
          while (!isSettled(buyer)) await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }),
    );
    isOver = true;
    await reading;
    // Once more from the beginning: no confirmation may be missed because it was committed late.
    seenUntil = new Date(0);
    await readConfirmed();

    const good = buyers.filter(({ card }) => card === 'good');
    const declined = buyers.filter(({ card }) => card === 'declined');
    const inTime = good.filter(
      ({ registrationId, startedAt }) =>
        (confirmedAt.get(registrationId) ?? Number.POSITIVE_INFINITY) - startedAt <= 60_000,
    );
    const { applied } = await shop().control<{ applied: Record<string, number> }>('/script');
    const slowest = Math.max(
      ...inTime.map((b) => (confirmedAt.get(b.registrationId) ?? 0) - b.startedAt),
    );
    console.info(
      `${good.length} chargeable orders, ${inTime.length} paid within 60 s (slowest ${(slowest / 1000).toFixed(1)} s), ` +
        `${declined.length} declined; faults ${JSON.stringify(applied)}`,
    );
    const paidInTime = new Set(inTime);
    const { rows: late } = await admin.query(
      `select r.id, r.status, r.confirmed_at, p.status as payment, p.provider_payment_id as page
     from app_public.registrations r left join app_public.payments p on p.registration_id = r.id where r.id = any ($1)`,
      [good.filter((buyer) => !paidInTime.has(buyer)).map(({ registrationId }) => registrationId)],
    );
    if (late.length > 0) console.info(`not in time: ${JSON.stringify(late)}`);
    expect(inTime.length / good.length).toBeGreaterThanOrEqual(0.999);
    expect(declined.filter(({ registrationId }) => confirmedAt.has(registrationId))).toEqual([]);
    const faults = ['timeoutAfter', 'errorAfter', 'errorBefore', 'timeoutBefore'];
    const happened = faults.reduce((sum, fault) => sum + (applied[fault] ?? 0), 0);
    expect(happened / buyers.length).toBeGreaterThan(0.05);
    expect(await compareWithBook(admin, await shop().book())).toEqual([]);
  },
  longMs + 180_000,
);

test(`refunds happen once, although the provider fails ${seedNote}`, async () => {
  const { admin } = shop().db.pools;
  const { rows } = await admin.query<{ id: string }>(
    `select app_private.queue_refund(id, 900, 'requested') as id from (
       select id from app_public.payments where status = 'succeeded' limit $1) as paid`,
    [quickOrLong(40, 400)],
  );
  await shop().control('/script', { ...script, api: { ...script.api, match: 'POST /v1/refunds' } });
  await Promise.all(
    rows.map(async ({ id }) => {
      for (;;) {
        try {
          // Two workers at it, as when the first was thought dead.
          await Promise.all([shop().refund(id, 'one'), shop().refund(id, 'other')]);
          return;
        } catch (error) {
          if (!(error instanceof PaymentProviderError && error.retryable)) throw error;
        }
      }
    }),
  );
  await until(async () => {
    const { rows: due } = await admin.query(
      `select from app_public.refunds where status in ('queued', 'pending')`,
    );
    return due.length === 0;
  });
  const book = await shop().book();
  expect(book.filter(({ kind }) => kind === 'refund')).toHaveLength(rows.length);
  expect(await compareWithBook(admin, book)).toEqual([]);
});

test('positive control: a page opened under a second key charges twice, and that is found', async () => {
  await shop().control('/script', {});
  const { admin } = shop().db.pools;
  const [registrationId = ''] = await shop().order(event, 1);
  const page = await shop().openPage(registrationId);
  const second = await shop().adapter.createIntent({
    paymentId: page.paymentId,
    registrationId,
    organizationName: 'Analytical Society',
    description: '1 × Standard',
    amountMinor: 2500,
    currency: 'EUR',
    buyerEmail: 'grace@example.org',
    idempotencyKey: 'another key for the same wish',
    returnUrl: 'https://tickets.example/done',
    cancelUrl: 'https://tickets.example/back',
    expiresAt: new Date(Date.now() + 600_000),
    locale: 'en',
  });
  await shop().pay(page.sessionId);
  await shop().pay(second.providerPaymentId);
  // Once the webhook is in, ours says once what the provider says twice.
  await until(async () => {
    const found = await compareWithBook(admin, await shop().book());
    return (
      found.includes(`charged 2 times at the provider: payment ${page.paymentId} EUR`) &&
      found.some((difference) => difference.startsWith('the ledger says 2500, the provider 5000'))
    );
  });
});

test('an amount that the provider never takes is told apart from a provider that does not answer', async () => {
  await shop().control('/script', {});
  const tooSmall = await insertEvent(shop().db.pools.admin, {
    orgId: shop().orgId,
    ticketTypes: [{ priceMinor: 30 }],
  });
  const [registrationId = ''] = await shop().order(tooSmall, 1);
  await expect(shop().openPage(registrationId)).rejects.toMatchObject({ code: 'PAYMENT_REFUSED' });
});

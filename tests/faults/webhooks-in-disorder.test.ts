import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { insertEvent, type TestEvent, until } from '@foyer/testing';
import { schedules } from '../../apps/worker/src/schedules.ts';
import { breakOnPurpose, checkDatabase, compareWithBook } from '../support/invariants.ts';
import { longMs, repeatFor } from '../support/long.ts';
import { report } from '../support/report.ts';
import { seeded, seedNote } from '../support/seed.ts';
import { type Page, useShop } from '../support/shop.ts';

/**
 * The provider's events are caught, and given to the API the way a bad day does: several times, in any
 * order, before we have noted the page, after the hold ran out, with forgeries and old ones between. What
 * stands at the end may depend on what the provider says in the end, and on nothing else.
 */
let caught: string[] = [];
const receiver = createServer(async (req, res) => {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  caught.push(Buffer.concat(chunks).toString());
  res.end('{}');
});
const shop = useShop(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  return { webhookUrl: `http://127.0.0.1:${port}/webhooks/stripe` };
});
beforeAll(async () => {
  await shop().control('/script', { refunds: { settleAfterMs: 50 } });
});
afterAll(async () => {
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

type StripeEvent = { id: string; type: string; data: { object: { metadata?: object } } };
const parse = (body: string) => JSON.parse(body) as StripeEvent;

/** All events of a payment that the sandbox has to send; what is made in its dashboard names its id alone. */
async function caughtEvents(
  paymentId: string,
  expected: number,
  providersId = paymentId,
): Promise<string[]> {
  const isOurs = (body: string) => body.includes(paymentId) || body.includes(providersId);
  await until(() => caught.filter(isOurs).length >= expected, {
    what: `${expected} events of the provider`,
    everyMs: 5,
  });
  const events = caught.filter(isOurs);
  caught = [];
  return events;
}

const cards = {
  good: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  refundFailsLater: '4000 0000 0000 5126',
};

const endings = [
  'paid',
  'paid, refund fails later',
  // By the merchant, in the provider's dashboard, before we hear of the payment.
  'paid, given back there',
  'paid, a part given back there',
  'paid, given back there, which fails later',
  'given up',
  'left open',
] as const;

type Scenario = {
  declines: number;
  ending: (typeof endings)[number];
  /** What happened to the hold before the first event arrives. */
  hold: 'alive' | 'ran out, tickets free' | 'ran out, tickets gone';
};

const everyScenario: Scenario[] = [0, 1, 2].flatMap((declines) =>
  endings.flatMap((ending) =>
    (['alive', 'ran out, tickets free', 'ran out, tickets gone'] as const).map((hold) => ({
      declines,
      ending,
      hold,
    })),
  ),
);

const wordsOf = ({ ending }: Scenario) => ({
  isPaid: ending.startsWith('paid'),
  isGivenBack: ending.includes('given back there'),
  part: ending.includes('a part') ? 1000 : 2500,
  fails: ending.endsWith('fails later'),
});

async function makeScene(scenario: Scenario) {
  const { admin, worker } = shop().db.pools;
  const event = await insertEvent(admin, {
    orgId: shop().orgId,
    quotas: { event: 1 },
    ticketTypes: [{ priceMinor: 2500 }],
  });
  const [registrationId = ''] = await shop().order(event, 1);
  const page = await shop().openPage(registrationId);
  let expected = scenario.declines;
  for (let i = 0; i < scenario.declines; i++) await shop().pay(page.sessionId, cards.declined);
  const { isPaid, isGivenBack, part, fails } = wordsOf(scenario);
  let intent: string | undefined;
  if (isPaid) {
    const card = fails ? cards.refundFailsLater : cards.good;
    intent = (await shop().pay(page.sessionId, card)).paymentIntentId;
  }
  if (isGivenBack) {
    await shop().control(`/payments/${page.paymentId}/refund`, { amount: part });
    expected += fails ? 4 : 2;
  }
  if (scenario.ending === 'given up') {
    await shop().adapter.cancel(page.sessionId);
    // The attempts were of an intent, which ends with its session.
    if (scenario.declines > 0) expected += 1;
  }
  if (scenario.ending !== 'left open') expected += 1;
  const events = await caughtEvents(page.paymentId, expected, intent);
  if (scenario.hold !== 'alive') {
    await admin.query(
      `update app_public.registrations set expires_at = clock_timestamp() where id = $1`,
      [registrationId],
    );
    await worker.query('select app_private.expire_holds()');
    if (scenario.hold === 'ran out, tickets gone') await shop().order(event, 1);
  }
  return { event, registrationId, page, events };
}

const applyEarlyRefunds = () =>
  schedules
    .find(({ name }) => name === 'apply-early-refunds')
    ?.run({ pool: shop().db.pools.worker } as Parameters<(typeof schedules)[number]['run']>[0]);

/** Several at a time, as a provider that catches up does. */
async function deliverAll(bodies: string[]): Promise<void> {
  for (let i = 0; i < bodies.length; i += 4) {
    const answers = await Promise.all(bodies.slice(i, i + 4).map((body) => shop().deliver(body)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  }
}

async function standOf(registrationId: string) {
  const { rows } = await shop().db.pools.admin.query<{
    registration: string;
    tickets: number;
    payment: string;
    booked: number;
    refunds: string[];
    refundId: string | null;
    told: number;
  }>(
    `select r.status as registration, p.status as payment,
       (select count(*)::int from app_public.tickets t where t.registration_id = r.id and t.status = 'valid') as tickets,
       (select coalesce(sum(case when l.debit_account = 'provider' then l.amount_minor else -l.amount_minor end), 0)::int
          from app_public.ledger_entries l where l.registration_id = r.id) as booked,
       (select coalesce(array_agg(f.status::text order by f.status), '{}') from app_public.refunds f where f.registration_id = r.id) as refunds,
       (select f.id from app_public.refunds f where f.registration_id = r.id and f.status = 'queued') as "refundId",
       (select count(*)::int from app_private.outbox o where o.topic = 'registration.confirmed'
          and o.payload ->> 'registrationId' = r.id::text) as told
     from app_public.registrations r join app_public.payments p on p.registration_id = r.id where r.id = $1`,
    [registrationId],
  );
  if (rows.length !== 1) throw new Error(`${rows.length} payments`);
  return rows[0] as (typeof rows)[number];
}

/** What follows from what the provider says in the end, and from whether there were tickets. */
function expectedStand(scenario: Scenario) {
  const { ending, hold } = scenario;
  const { isPaid, isGivenBack, part, fails } = wordsOf(scenario);
  if (!isPaid) {
    return {
      registration: hold === 'alive' ? 'pending' : 'expired',
      tickets: 0,
      told: 0,
      booked: 0,
      refunds: [],
      payment: ending === 'given up' ? 'cancelled' : 'pending',
    };
  }
  const isTicketed = hold !== 'ran out, tickets gone';
  const ours = isTicketed ? [] : ['queued'];
  const theirs = isGivenBack ? [fails ? 'failed' : 'succeeded'] : [];
  return {
    registration: isTicketed ? 'confirmed' : 'expired',
    tickets: isTicketed ? 1 : 0,
    told: isTicketed ? 1 : 0,
    booked: isGivenBack && !fails ? 2500 - part : 2500,
    refunds: [...ours, ...theirs],
    payment: 'succeeded',
  };
}

test(
  `orders end as the provider says, however its events arrive ${seedNote}`,
  async () => {
    const random = seeded('webhooks in disorder');
    const kinds = new Set<string>();
    const orders = await repeatFor({ quick: everyScenario.length }, async (nth) => {
      const scenario = everyScenario[nth % everyScenario.length] as Scenario;
      const what = `scenario ${nth}: ${JSON.stringify(scenario)}`;
      const { registrationId, page, events } = await makeScene(scenario);
      // A page that the API could not note before the events came, as when it was slow to commit.
      const isUnnoted = random.chance(0.3);
      if (isUnnoted) {
        await shop().db.pools.admin.query(
          `update app_public.payments set provider_payment_id = null, redirect_url = null, status = 'created' where id = $1`,
          [page.paymentId],
        );
      }
      for (const body of events) kinds.add(parse(body).type);
      const deliveries = events.flatMap((body) =>
        Array.from({ length: random.between(1, 5) }, () => ({ body, order: random.next() })),
      );
      deliveries.sort((a, b) => a.order - b.order);
      await deliverAll(deliveries.map(({ body }) => body));
      if (isUnnoted) {
        await shop().db.pools.api.query('select app_private.record_payment_intent($1, $2, $3)', [
          page.paymentId,
          page.sessionId,
          'https://pay.example/page',
        ]);
      }
      // What was told of money going back before we knew that it had come.
      await applyEarlyRefunds();
      const { refundId, ...stand } = await standOf(registrationId);
      expect([what, stand]).toEqual([what, expectedStand(scenario)]);

      if (!refundId) return;
      // The money goes back; what the provider says of that is as disorderly.
      await shop().refund(refundId);
      const { isGivenBack, part, fails } = wordsOf(scenario);
      const isRefused = isGivenBack && !fails;
      // More than is left cannot go back by itself: a person is told, and asks for the rest.
      const told = isRefused ? [] : await caughtEvents(page.paymentId, fails ? 4 : 2);
      for (const body of told) kinds.add(parse(body).type);
      const again = [...told, ...told, ...events].map((body) => ({ body, order: random.next() }));
      again.sort((a, b) => a.order - b.order);
      await deliverAll(again.map(({ body }) => body));
      const ours = isRefused || fails ? 'failed' : 'succeeded';
      const theirs = isGivenBack ? [fails ? 'failed' : 'succeeded'] : [];
      const booked = fails ? 2500 : isRefused ? 2500 - part : 0;
      expect([what, await standOf(registrationId)]).toMatchObject([
        what,
        { booked, refunds: [...theirs, ours], tickets: 0 },
      ]);
    });
    report(`${orders} orders`);
    expect([...kinds].sort()).toEqual(
      expect.arrayContaining([
        'charge.refunded',
        'checkout.session.expired',
        'payment_intent.payment_failed',
        'payment_intent.succeeded',
        'refund.created',
        'refund.failed',
      ]),
    );
    expect(await compareWithBook(shop().db.pools.admin, await shop().book())).toEqual([]);
  },
  longMs + 135_000,
);

describe('what is not the provider’s word changes nothing', () => {
  let scene: { event: TestEvent; registrationId: string; page: Page; events: string[] };
  let success: string;
  beforeAll(async () => {
    scene = await makeScene({ declines: 0, ending: 'paid', hold: 'alive' });
    success = scene.events.find((b) => parse(b).type === 'payment_intent.succeeded') ?? '';
  });

  const strangers: Record<string, () => Promise<Response>> = {
    'signed by somebody else': () => shop().deliver(success, { byStranger: true }),
    'signed ten minutes ago': () => shop().deliver(success, { ageSeconds: 600 }),
    'signed ten minutes ahead by a stranger': () =>
      shop().deliver(success, { ageSeconds: -600, byStranger: true }),
    'without a signature': () => shop().api.post('/webhooks/stripe', success),
    'with a made-up signature': () =>
      shop().api.post('/webhooks/stripe', success, {
        'stripe-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`,
      }),
    'changed after it was signed': () =>
      shop().deliver(success.replace('2500', '1'), { signedText: success }),
    'for a provider that we do not have': () =>
      shop().deliver(success, { path: '/webhooks/paypal' }),
  };
  test.each(Object.keys(strangers))('%s: refused', async (which) => {
    const response = await strangers[which]?.();
    expect(response?.status).toBe(which.startsWith('for a provider') ? 404 : 400);
    expect(await standOf(scene.registrationId)).toMatchObject({
      registration: 'pending',
      tickets: 0,
      booked: 0,
    });
  });

  test('of an order of another shop on the same account: taken note of, and nothing else', async () => {
    const other = parse(success);
    other.id = `${other.id}other`;
    other.data.object = { ...other.data.object, metadata: {} };
    const text = JSON.stringify(other).replaceAll(/"(pi|ch|cs_test)_[^"]+"/g, '"$1_ofanothershop"');
    const response = await shop().deliver(text);
    expect([response.status, await response.json()]).toEqual([200, { outcome: 'unknown' }]);
    expect(await standOf(scene.registrationId)).toMatchObject({ registration: 'pending' });
  });

  test('of another tenant’s payment: it is that one’s, whatever else it names', async () => {
    const theirs = await makeScene({ declines: 0, ending: 'left open', hold: 'alive' });
    const turned = success
      .replaceAll(parse(success).id, `${parse(success).id}turned`)
      .replaceAll(scene.page.paymentId, theirs.page.paymentId)
      .replaceAll('2500', '1');
    expect((await shop().deliver(turned)).status).toBe(200);
    expect(await standOf(scene.registrationId)).toMatchObject({
      registration: 'pending',
      booked: 0,
    });
    // One cent is not what it costs: kept apart and given back, no ticket.
    expect(await standOf(theirs.registrationId)).toMatchObject({
      registration: 'pending',
      tickets: 0,
      booked: 1,
      refunds: ['queued'],
    });
  });

  test('and then the honest one: paid', async () => {
    await deliverAll(scene.events);
    expect(await standOf(scene.registrationId)).toMatchObject({
      registration: 'confirmed',
      tickets: 1,
      booked: 2500,
    });
  });
});

test('positive control: where the last event that came is believed, the order does not end as it should', async () => {
  const { admin } = shop().db.pools;
  const { rows } = await admin.query<{ text: string }>(
    `select pg_get_functiondef('app_private.apply_payment_state(text,jsonb)'::regprocedure) as text`,
  );
  const text = rows[0]?.text ?? '';
  breakOnPurpose();
  const guard = `if payment.status = 'succeeded' then`;
  expect(text).toContain(guard);
  await admin.query(text.replace(guard, 'if false then'));
  try {
    const scenario: Scenario = { declines: 1, ending: 'paid', hold: 'alive' };
    const { registrationId, events } = await makeScene(scenario);
    const isSuccess = (body: string) => parse(body).type === 'payment_intent.succeeded';
    // What was declined before the money came is heard of after it.
    for (const body of events.toSorted((a, b) => Number(isSuccess(b)) - Number(isSuccess(a))))
      await deliverAll([body]);
    const { refundId: _refundId, ...stand } = await standOf(registrationId);
    expect(stand).not.toEqual(expectedStand(scenario));
    expect((await checkDatabase(admin)).join()).toContain(
      'what is good is paid, less what was given back on request',
    );
  } finally {
    await admin.query(text);
  }
});

import { createHmac } from 'node:crypto';
import { type Sandbox, startSandbox } from '@foyer/payment-adapters/sandbox';
import { createLogger } from '@foyer/runtime';
import { freePort, insertEvent, insertOrganization, type TestEvent, until } from '@foyer/testing';
import { startTestApi, type TestApi } from '../support.ts';

const secretKey = 'sk_test_51FoyerApiTests';
const webhookSecret = 'whsec_of_the_api_tests';
let api: TestApi;
let sandbox: Sandbox;
let orgId: string;

beforeAll(async () => {
  const port = await freePort();
  sandbox = await startSandbox({
    webhookUrl: `http://127.0.0.1:${port}/webhooks/stripe`,
    webhookSecret,
    secretKey,
    logger: createLogger('sandbox', { level: 'silent' }),
    retryDelaysMs: [50, 100],
  });
  api = await startTestApi({
    env: {
      API_PORT: String(port),
      STRIPE_SECRET_KEY: secretKey,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_API_BASE: sandbox.url,
    },
  });
  orgId = (await insertOrganization(api.db.adminPool)).id;
});
afterAll(async () => {
  await api.close();
  await sandbox.close();
});

type Registration = { id: string; headers: { 'x-registration-token': string } };

async function graphql<T>(query: string, variables: object, headers: Record<string, string> = {}) {
  const answer = await api.post('/graphql', { query, variables }, headers);
  return (await answer.json()) as {
    data: T;
    errors?: { message: string; extensions: { code: string; hint?: string } }[];
  };
}

const attendeesOf = (event: TestEvent) =>
  ['Grace Hopper', 'Howard Aiken'].map((name) => ({
    name,
    ticketTypeId: event.ticketTypes.Standard,
  }));

/** A guest who has chosen two tickets for 25 € each. */
async function choose(event: TestEvent): Promise<Registration> {
  const { data } = await graphql<{
    reserveTickets: { registrationId: string; registrationToken: string; totalMinor: string };
  }>(
    `mutation ($input: ReserveTicketsInput!) {
      reserveTickets(input: $input) { registrationId registrationToken totalMinor }
    }`,
    {
      input: {
        eventId: event.id,
        idempotencyKey: crypto.randomUUID(),
        lines: [{ ticketTypeId: event.ticketTypes.Standard, quantity: 2 }],
      },
    },
  );
  const { registrationId: id, registrationToken, totalMinor } = data.reserveTickets;
  expect(Number(totalMinor)).toBe(5000);
  return { id, headers: { 'x-registration-token': `${id}.${registrationToken}` } };
}

/** And who has said who comes. */
async function hold(event: TestEvent): Promise<Registration> {
  const registration = await choose(event);
  const saved = await graphql(
    `mutation ($input: SaveAttendeesInput!) { saveAttendees(input: $input) { clientMutationId } }`,
    {
      input: {
        registrationId: registration.id,
        buyerName: 'Grace Hopper',
        buyerEmail: 'grace@example.org',
        attendees: attendeesOf(event),
      },
    },
    registration.headers,
  );
  expect(saved.errors).toBeUndefined();
  return registration;
}

const startMutation =
  'mutation ($id: UUID!) { startPayment(input: {registrationId: $id}) { paymentId redirectUrl } }';
const start = (of: Registration) =>
  graphql<{ startPayment: { paymentId: string; redirectUrl: string } }>(
    startMutation,
    { id: of.id },
    of.headers,
  );

async function control<T>(path: string, body: object): Promise<T> {
  const answer = await fetch(`${sandbox.url}/sandbox${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as T;
}
async function providerIdOf(paymentId: string): Promise<string> {
  const { rows } = await api.db.adminPool.query<{ id: string }>(
    'select provider_payment_id as id from app_public.payments where id = $1',
    [paymentId],
  );
  return rows[0]?.id ?? '';
}
const pay = async (paymentId: string, card?: string) =>
  control<{ outcome: string }>(`/payments/${await providerIdOf(paymentId)}/pay`, { card });

/** Everything that paying changes. */
async function books(registrationId: string) {
  const { rows } = await api.db.adminPool.query<Record<string, unknown>>(
    `select r.status,
       (select count(*)::int from app_public.tickets t where t.registration_id = r.id and t.status = 'valid') as tickets,
       (select array_agg(p.status::text) from app_public.payments p where p.registration_id = r.id) as payments,
       (select coalesce(sum(l.amount_minor), 0)::int from app_public.ledger_entries l
         where l.registration_id = r.id and l.debit_account = 'provider') as captured,
       (select coalesce(sum(f.amount_minor), 0)::int from app_public.refunds f where f.registration_id = r.id) as refunded,
       (select count(*)::int from app_private.outbox o where o.topic = 'registration.confirmed'
         and o.payload ->> 'registrationId' = r.id::text) as mails
     from app_public.registrations r where r.id = $1`,
    [registrationId],
  );
  return rows[0];
}
const paid = {
  status: 'confirmed',
  tickets: 2,
  payments: ['succeeded'],
  captured: 5000,
  refunded: 0,
  mails: 1,
};
const newEvent = (capacity = 10) =>
  insertEvent(api.db.adminPool, {
    orgId,
    quotas: { event: capacity },
    ticketTypes: [{ priceMinor: 2500 }],
  });
const count = async (table: string) =>
  (await api.db.adminPool.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]
    ?.n;

test('a guest pays on the hosted page and the webhook confirms, once, however often it comes', async () => {
  const registration = await hold(await newEvent());
  const { data } = await start(registration);
  expect(new URL(data.startPayment.redirectUrl).origin).toBe(new URL(sandbox.url).origin);
  await pay(data.startPayment.paymentId);
  await until(async () => (await books(registration.id))?.status === 'confirmed');
  await sandbox.webhooksIdle();
  expect(await books(registration.id)).toEqual(paid);

  const before = await count('app_private.payment_events');
  await control('/webhooks/replay', {});
  await control('/webhooks/replay', {});
  await sandbox.webhooksIdle();
  expect(await count('app_private.payment_events')).toBe(before);
  expect(await books(registration.id)).toEqual(paid);
});

test('who comes is told with the payment, in one step; what is refused of it opens none', async () => {
  const event = await newEvent();
  const registration = await choose(event);
  const startWith = (details: object) =>
    graphql<{ startPayment: { paymentId: string } }>(
      'mutation ($input: StartPaymentInput!) { startPayment(input: $input) { paymentId } }',
      { input: { registrationId: registration.id, details } },
      registration.headers,
    );
  const details = {
    buyerName: ' Grace Hopper ',
    buyerEmail: 'Grace@Example.org',
    attendees: attendeesOf(event),
    locale: 'de',
  };
  const read = async () =>
    (
      await api.db.adminPool.query(
        'select buyer_name, buyer_email, locale, attendee_info from app_public.registrations where id = $1',
        [registration.id],
      )
    ).rows[0];
  const untold = await read();
  for (const [wrong, code] of [
    [{ buyerName: ' ' }, 'INVALID_INPUT'],
    [{ buyerName: 'Grace\u0000' }, 'INVALID_INPUT'],
    [{ buyerEmail: 'grace' }, 'INVALID_INPUT'],
    [{ locale: 'xx' }, 'INVALID_INPUT'],
    [{ attendees: attendeesOf(event).slice(1) }, 'ATTENDEES_INCOMPLETE'],
    [{ attendees: attendeesOf(event).map((a) => ({ ...a, name: '' })) }, 'INVALID_INPUT'],
  ] as const) {
    const { errors } = await startWith({ ...details, ...wrong });
    expect(errors?.[0]?.extensions.code).toBe(code);
  }
  expect(await read()).toEqual(untold);
  expect(await count(`app_public.payments where registration_id = '${registration.id}'`)).toBe(0);

  const { data } = await startWith(details);
  expect(await read()).toEqual({
    buyer_name: 'Grace Hopper',
    buyer_email: 'grace@example.org',
    locale: 'de',
    attendee_info: attendeesOf(event).map((attendee) => ({ ...attendee, email: null })),
  });
  await pay(data.startPayment.paymentId);
  await until(async () => (await books(registration.id))?.status === 'confirmed');
  expect(await books(registration.id)).toEqual(paid);
});

test('a second tab gets the same page, also when both ask at once', async () => {
  const registration = await hold(await newEvent());
  const answers = await Promise.all([
    start(registration),
    start(registration),
    start(registration),
  ]);
  expect(new Set(answers.map(({ data }) => data.startPayment.redirectUrl)).size).toBe(1);
  expect(await count(`app_public.payments where registration_id = '${registration.id}'`)).toBe(1);
  expect((await start(registration)).data.startPayment).toEqual(answers[0]?.data.startPayment);
});

test('a declined card keeps the hold and the same page takes another card', async () => {
  const registration = await hold(await newEvent());
  const { paymentId } = (await start(registration)).data.startPayment;
  await pay(paymentId, '4000 0000 0000 0002');
  await until(async () => {
    const { rows } = await api.db.adminPool.query(
      'select failure_code from app_public.payments where id = $1',
      [paymentId],
    );
    return rows[0].failure_code === 'card_declined';
  });
  expect(await books(registration.id)).toMatchObject({
    status: 'pending',
    tickets: 0,
    captured: 0,
  });
  expect((await start(registration)).data.startPayment.paymentId).toBe(paymentId);
  await pay(paymentId);
  await until(async () => (await books(registration.id))?.status === 'confirmed');
  expect(await books(registration.id)).toEqual(paid);
});

async function letExpire(registration: Registration): Promise<void> {
  await api.db.adminPool.query(
    `update app_public.registrations set expires_at = now() - interval '1 s' where id = $1`,
    [registration.id],
  );
  await api.db.pools.worker.query('select app_private.expire_holds()');
  expect((await books(registration.id))?.status).toBe('expired');
}

test('money that comes after the hold ended buys the tickets when there are some', async () => {
  const registration = await hold(await newEvent());
  const { paymentId } = (await start(registration)).data.startPayment;
  await letExpire(registration);
  await pay(paymentId);
  await until(async () => (await books(registration.id))?.status === 'confirmed');
  expect(await books(registration.id)).toEqual(paid);
});

test('money that comes after the tickets went to somebody else goes back in full, once', async () => {
  const event = await newEvent(2);
  const registration = await hold(event);
  const { paymentId } = (await start(registration)).data.startPayment;
  await letExpire(registration);
  await hold(event);
  await pay(paymentId);
  await until(async () => (await books(registration.id))?.refunded === 5000);
  await control('/webhooks/replay', {});
  await sandbox.webhooksIdle();
  expect(await books(registration.id)).toMatchObject({
    status: 'expired',
    tickets: 0,
    captured: 5000,
    refunded: 5000,
    mails: 0,
  });
});

const post = (body: string | Buffer, signature?: string, provider = 'stripe') =>
  fetch(`${api.url}/webhooks/${provider}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(signature && { 'stripe-signature': signature }),
    },
    body: body as string,
  });
/** From Stripe's documentation, apart from the gateway's own signer. */
function sign(body: string, options: { age?: number; secret?: string } = {}): string {
  const t = Math.floor(Date.now() / 1000) - (options.age ?? 0);
  const v1 = createHmac('sha256', options.secret ?? webhookSecret).update(`${t}.${body}`);
  return `t=${t},v1=${v1.digest('hex')}`;
}
const eventBody = (type: string, object: object = {}) =>
  JSON.stringify({
    id: `evt_${crypto.randomUUID().replaceAll('-', '')}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: Math.floor(Date.now() / 1000),
    type,
    livemode: false,
    data: { object },
  });

test('forged, old, broken and huge deliveries are refused and change nothing', async () => {
  const registration = await hold(await newEvent());
  const { paymentId } = (await start(registration)).data.startPayment;
  const body = eventBody('payment_intent.succeeded', {
    id: await providerIdOf(paymentId),
    object: 'payment_intent',
    status: 'succeeded',
    amount: 5000,
    amount_received: 5000,
    currency: 'eur',
    metadata: { paymentId, registrationId: registration.id },
  });
  const before = await count('app_private.payment_events');
  const attempts: [string, Response][] = [
    ['no signature', await post(body)],
    ["a stranger's secret", await post(body, sign(body, { secret: 'whsec_stranger' }))],
    ['an old one', await post(body, sign(body, { age: 301 }))],
    ['another body', await post(`${body} `, sign(body))],
    ['signed nonsense', await post('nonsense', sign('nonsense'))],
    ['an empty signature', await post(body, 't=,v1=')],
    ['no body', await post('', sign(''))],
  ];
  for (const [what, { status }] of attempts) expect([what, status]).toEqual([what, 400]);
  const huge = ' '.repeat(300_000);
  expect((await post(huge, sign(huge))).status).toBe(413);
  expect((await post(body, sign(body), 'nobody')).status).toBe(404);
  expect(await count('app_private.payment_events')).toBe(before);
  expect(await books(registration.id)).toMatchObject({
    status: 'pending',
    tickets: 0,
    captured: 0,
  });
});

test('a verified event of a type we do not know is taken, so that it does not come again', async () => {
  const body = eventBody('customer.created', { id: 'cus_1', object: 'customer' });
  const first = await post(body, sign(body));
  expect(first.status).toBe(200);
  expect(await first.json()).toEqual({ outcome: 'ignored' });
  const second = await post(body, sign(body));
  expect(await second.json()).toEqual({ outcome: 'duplicate' });
});

test('who does not hold the registration cannot start its payment', async () => {
  const registration = await hold(await newEvent());
  const other = await hold(await newEvent());
  for (const headers of [{}, other.headers]) {
    const { errors } = await graphql(startMutation, { id: registration.id }, headers);
    expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  }
  expect(await books(registration.id)).toMatchObject({ payments: null });
});

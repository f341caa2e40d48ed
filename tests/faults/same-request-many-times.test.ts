import { randomUUID } from 'node:crypto';
import {
  insertEvent,
  insertOrganization,
  insertUser,
  saveAttendees,
  type TestEvent,
} from '@foyer/testing';
import { startTestApi, type TestApi } from '../../apps/api/test/support.ts';
import { startTestSandbox } from '../../libs/payment-adapters/test/sandbox-harness.ts';
import { checkDatabase, holdAfterEach } from '../support/invariants.ts';
import { quickOrLong } from '../support/long.ts';

/** Two processes of the API on one database: the copies of a request meet in neither of their memories. */
const secretKey = 'sk_test_51FoyerSandbox';
const copies = 50;
const rounds = quickOrLong(3, 60);

let sandbox: Awaited<ReturnType<typeof startTestSandbox>>;
let apis: [TestApi, TestApi];
let orgId: string;
beforeAll(async () => {
  sandbox = await startTestSandbox({ secretKey });
  const env = { STRIPE_SECRET_KEY: secretKey, STRIPE_API_BASE: sandbox.url };
  const first = await startTestApi({ env });
  apis = [first, await startTestApi({ env, beside: first })];
  orgId = (await insertOrganization(first.db.pools.admin)).id;
});
afterAll(async () => {
  await apis[1].close();
  await apis[0].close();
  await sandbox.close();
});

const admin = () => apis[0].db.pools.admin;
type Result = { data: Record<string, unknown> } | { code: string };

async function ask(
  nth: number,
  query: string,
  variables: unknown,
  headers: Record<string, string> = {},
): Promise<Result> {
  const api = apis[nth % 2] as TestApi;
  const response = await api.post('/graphql', { query, variables }, headers);
  const body = (await response.json()) as {
    data?: Record<string, Record<string, unknown>>;
    errors?: { extensions?: { code?: string } }[];
  };
  const [error] = body.errors ?? [];
  if (error) return { code: error.extensions?.code ?? 'none' };
  return { data: Object.values(body.data ?? {})[0] ?? {} };
}

const answerFields =
  'registrationId registrationToken confirmationNumber status expiresAt totalMinor currency';
const reserve = (
  nth: number,
  event: TestEvent,
  idempotencyKey: string,
  options: { quantity?: number; headers?: Record<string, string> } = {},
) =>
  ask(
    nth,
    `mutation R($input: ReserveTicketsInput!) { reserveTickets(input: $input) { ${answerFields} isReplay } }`,
    {
      input: {
        eventId: event.id,
        lines: [{ ticketTypeId: event.ticketTypes.Standard, quantity: options.quantity ?? 2 }],
        idempotencyKey,
      },
    },
    options.headers,
  );

/** The answer as it was sent, without what tells the first from its copies: that one is counted (`isFirst`). */
const said = (result: Result): string => {
  if (!('data' in result)) return JSON.stringify(result);
  const { isReplay: _isReplay, ...rest } = result.data;
  return JSON.stringify(rest);
};
const isFirst = (result: Result) => 'data' in result && result.data.isReplay === false;
const heldOf = async (event: TestEvent) =>
  (
    await admin().query<{ held: number; registrations: number }>(
      `select held_count as held, (select count(*)::int from app_public.registrations where event_id = $1) as registrations
       from app_public.quotas where event_id = $1`,
      [event.id],
    )
  ).rows[0];
const newEvent = (priceMinor = 0, org = orgId) =>
  insertEvent(admin(), { orgId: org, quotas: { event: 500 }, ticketTypes: [{ priceMinor }] });
const idOf = (result: Result) => ('data' in result ? String(result.data.registrationId) : '');

holdAfterEach(() => checkDatabase(admin()));

test('fifty at once under one key: one order, and the same answer to all, letter by letter', async () => {
  for (let round = 0; round < rounds; round++) {
    const event = await newEvent();
    const key = randomUUID();
    const results = await Promise.all(
      Array.from({ length: copies }, (_, i) => reserve(i, event, i % 3 ? key : key.toUpperCase())),
    );
    expect(new Set(results.map(said)).size).toBe(1);
    expect(results.filter(isFirst)).toHaveLength(1);
    expect(await heldOf(event)).toEqual({ held: 2, registrations: 1 });
  }
});

test('one key for two different orders at once: one is done, the other is told', async () => {
  for (let round = 0; round < rounds; round++) {
    const event = await newEvent();
    const key = randomUUID();
    const results = await Promise.all(
      Array.from({ length: copies }, (_, i) =>
        reserve(i, event, key, { quantity: i < copies / 2 ? 1 : 3 }),
      ),
    );
    const done = results.filter((result) => 'data' in result);
    const told = results.filter((result) => 'code' in result);
    expect(new Set(done.map(said)).size).toBe(1);
    expect(new Set(told.map(said))).toEqual(new Set(['{"code":"IDEMPOTENCY_KEY_REUSED"}']));
    expect(done).toHaveLength(copies / 2);
    expect([1, 3]).toContain((await heldOf(event))?.held);
  }
});

test('a key belongs to one organization and one event', async () => {
  const key = randomUUID();
  const other = (await insertOrganization(admin())).id;
  const events = [await newEvent(), await newEvent(), await newEvent(0, other)];
  const results = await Promise.all(
    events.flatMap((event) => [reserve(0, event, key), reserve(1, event, key)]),
  );
  expect(results.every((result) => 'data' in result)).toBe(true);
  expect(new Set(results.map(idOf)).size).toBe(3);
  for (const event of events) expect(await heldOf(event)).toEqual({ held: 2, registrations: 1 });
});

test('a key that a guest used is no way into the order for somebody signed in, nor back', async () => {
  const event = await newEvent();
  const user = await insertUser(admin());
  const headers = apis[0].bearer(user.id);
  const [ofGuest, ofUser] = [randomUUID(), randomUUID()];
  await reserve(0, event, ofGuest);
  await reserve(0, event, ofUser, { headers });
  expect(await reserve(1, event, ofGuest, { headers })).toEqual({ code: 'IDEMPOTENCY_KEY_REUSED' });
  expect(await reserve(1, event, ofUser)).toEqual({ code: 'IDEMPOTENCY_KEY_REUSED' });
});

test('a day later, when everything of the time was swept, the key still gives its order', async () => {
  const event = await newEvent();
  const key = randomUUID();
  const first = await reserve(0, event, key);
  await admin().query(
    `update app_public.registrations
     set created_at = created_at - interval '25 hours', expires_at = expires_at - interval '25 hours' where id = $1`,
    [idOf(first)],
  );
  await admin().query(`update app_private.outbox set published_at = now() - interval '25 hours'`);
  const { worker } = apis[0].db.pools;
  await worker.query('select app_private.expire_holds()');
  await worker.query(`select app_private.sweep_outbox('2 hours', 1000)`);
  const replayed = await reserve(1, event, key);
  expect(replayed).toMatchObject({
    data: { registrationId: idOf(first), status: 'expired', isReplay: true },
  });
  expect(await heldOf(event)).toEqual({ held: 0, registrations: 1 });
});

test('a refusal binds nothing: the same key may ask again', async () => {
  const event = await insertEvent(admin(), { orgId, quotas: { event: 2 } });
  const holder = await reserve(0, event, randomUUID());
  const key = randomUUID();
  expect(await reserve(0, event, key)).toEqual({ code: 'HELD_BY_OTHERS' });
  await admin().query(
    `update app_public.registrations set expires_at = clock_timestamp() where id = $1`,
    [idOf(holder)],
  );
  expect(await reserve(1, event, key)).toMatchObject({ data: { isReplay: false } });
});

test('fifty wishes to pay one order at once: one payment, one page', async () => {
  const event = await newEvent(500);
  const registrationId = idOf(await reserve(0, event, randomUUID()));
  await saveAttendees(admin(), registrationId);
  const headers = { 'x-registration-token': apis[0].link(registrationId) };
  const pay = (nth: number) =>
    ask(
      nth,
      'mutation P($input: StartPaymentInput!) { startPayment(input: $input) { paymentId redirectUrl } }',
      { input: { registrationId } },
      headers,
    );
  const results = await Promise.all(Array.from({ length: copies }, (_, i) => pay(i)));
  // The provider answers "this key is being worked on" to whoever comes meanwhile: they are told to try again.
  const given = [...results.filter((result) => 'data' in result), await pay(0), await pay(1)];
  expect(new Set(given.map(said)).size).toBe(1);
  const refused = new Set(results.filter((result) => 'code' in result).map(said));
  expect([...refused].filter((code) => code !== '{"code":"PAYMENT_UNAVAILABLE"}')).toEqual([]);
  const { rows } = await admin().query(
    'select count(*)::int as payments from app_public.payments where registration_id = $1',
    [registrationId],
  );
  expect(rows).toEqual([{ payments: 1 }]);
});

test('fifty confirmations of one free order at once: its tickets once', async () => {
  const event = await newEvent();
  const registrationId = idOf(await reserve(0, event, randomUUID()));
  await saveAttendees(admin(), registrationId);
  const headers = { 'x-registration-token': apis[0].link(registrationId) };
  const results = await Promise.all(
    Array.from({ length: copies }, (_, i) =>
      ask(
        i,
        'mutation C($input: ConfirmFreeRegistrationInput!) { confirmFreeRegistration(input: $input) { result { id status } } }',
        { input: { registrationId } },
        headers,
      ),
    ),
  );
  expect(new Set(results.map(said))).toEqual(
    new Set([JSON.stringify({ result: { id: registrationId, status: 'confirmed' } })]),
  );
  const { rows } = await admin().query(
    `select count(*)::int as tickets, (select count(*)::int from app_private.outbox
       where topic = 'registration.confirmed' and payload ->> 'registrationId' = $1::uuid::text) as told
     from app_public.tickets where registration_id = $1`,
    [registrationId],
  );
  expect(rows).toEqual([{ tickets: 2, told: 1 }]);
});

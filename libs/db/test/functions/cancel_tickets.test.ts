import { randomUUID } from 'node:crypto';
import {
  createTestDatabase,
  insertEvent,
  insertOrganization,
  insertUser,
  reservationRequest,
  reserve,
  saveAttendees,
  type TestDatabase,
  type TestEvent,
} from '@foyer/testing';
import { findViolations, rules } from '../../src/invariants.ts';
import { type Claims, withClaims } from '../../src/pools.ts';

let db: TestDatabase;
let ownerId: string;
let orgId: string;
beforeAll(async () => {
  db = await createTestDatabase();
  ownerId = (await insertUser(db.pools.admin)).id;
  orgId = (await insertOrganization(db.pools.admin, { members: { [ownerId]: 'owner' } })).id;
});
afterAll(() => db.close());
afterEach(async () => {
  expect(await findViolations(db.pools.admin, rules)).toEqual([]);
});

const admin = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  db.pools.admin.query(sql, values).then(({ rows }) => rows as Row[]);
const as = <Row>(claims: Claims, sql: string, values: unknown[]): Promise<Row[]> =>
  withClaims(
    db.pools.api,
    claims,
    async (client) => (await client.query(sql, values)).rows as Row[],
  );

type Terms = { cancellableUntil?: Date | null; refundPercent?: number };
type Order = { event: TestEvent; registrationId: string; ticketIds: string[] };

const newEvent = async ({ cancellableUntil = null, refundPercent = 100 }: Terms = {}) => {
  const event = await insertEvent(db.pools.admin, {
    orgId,
    quotas: { event: 3 },
    ticketTypes: [{ priceMinor: 1501 }],
  });
  await admin(
    'update app_public.events set cancellable_until = $2, cancellation_refund_percent = $3 where id = $1',
    [event.id, cancellableUntil, refundPercent],
  );
  return event;
};

/** Three tickets of 15.01 EUR each, paid. */
async function paidOrder(terms?: Terms): Promise<Order> {
  const event = await newEvent(terms);
  const { registrationId } = await reserve(
    db.pools.admin,
    reservationRequest(event, { quantity: 3 }),
  );
  await saveAttendees(db.pools.admin, registrationId);
  const [begun] = await admin<{ p: { paymentId: string } }>(
    `select app_private.begin_payment($1, null, $1, 'stripe') as p`,
    [registrationId],
  );
  const providerPaymentId = `pi_${randomUUID()}`;
  await admin('select app_private.record_payment_intent($1, $2, $3)', [
    begun?.p.paymentId,
    providerPaymentId,
    'https://pay.example/1',
  ]);
  await admin(`select app_private.record_payment_event('stripe', $1, 'test', $2, null, '{}')`, [
    `evt_${randomUUID()}`,
    JSON.stringify({ providerPaymentId, status: 'succeeded', amountMinor: 4503, currency: 'EUR' }),
  ]);
  const tickets = await admin<{ id: string }>(
    'select id from app_public.tickets where registration_id = $1 order by id',
    [registrationId],
  );
  return { event, registrationId, ticketIds: tickets.map(({ id }) => id) };
}

const cancel = (
  order: Order,
  { ids = order.ticketIds, refund = 0, message = null as string | null, by = ownerId } = {},
) =>
  as<{ status: string }>(
    { userId: by },
    'select (app_public.cancel_tickets($1, $2, $3, $4)).status',
    [order.registrationId, ids, refund, message],
  );
const cancelMine = (order: Order, ids = order.ticketIds) =>
  as<{ status: string }>(
    { registrationId: order.registrationId },
    'select (app_public.cancel_my_tickets($1, $2)).status',
    [order.registrationId, ids],
  );
const refund = (order: Order, amount: number, key = randomUUID(), by = ownerId) =>
  as({ userId: by }, 'select app_public.refund_registration($1, $2, $3)', [
    order.registrationId,
    amount,
    key,
  ]);

const refundsOf = (order: Order) =>
  admin<{ id: string; amount: number; reason: string; status: string }>(
    `select id, amount_minor::int as amount, reason, status from app_public.refunds
     where registration_id = $1 order by id`,
    [order.registrationId],
  );
const settle = (id: string | undefined, status: string) =>
  admin(`select app_private.apply_refund_state('stripe', $1)`, [
    JSON.stringify({ refundId: id, providerRefundId: `re_${id}`, status }),
  ]);
const stateOf = async ({ event, registrationId }: Order) =>
  (
    await admin(
      `select r.status, q.sold_count as sold,
         array(select t.status::text from app_public.tickets t where t.registration_id = r.id order by t.id) as tickets
       from app_public.registrations r join app_public.quotas q on q.event_id = r.event_id
       where r.id = $1 and r.event_id = $2`,
      [registrationId, event.id],
    )
  )[0];
const told = (order: Order) =>
  admin<{ payload: object }>(
    `select payload from app_private.outbox where topic = 'tickets.cancelled' and payload ->> 'registrationId' = $1 order by id`,
    [order.registrationId],
  ).then((rows) => rows.map(({ payload }) => payload));
const admit = async (order: Order, ticketId = order.ticketIds[0]) =>
  admin('select app_private.record_check_ins($1, $2)', [
    order.event.id,
    JSON.stringify([
      {
        kind: 'scan',
        scanId: randomUUID(),
        ticketId,
        verdict: 'accepted',
        method: 'scan',
        at: new Date().toISOString(),
      },
    ]),
  ]);

describe('the organizer', () => {
  test('cancels one ticket of an order: its place is free again, its price goes back, the buyer is told', async () => {
    const order = await paidOrder();
    const [first, ...others] = order.ticketIds;
    expect(await cancel(order, { ids: [first ?? ''], refund: 1501, message: ' Sorry. ' })).toEqual([
      { status: 'confirmed' },
    ]);
    expect(await stateOf(order)).toEqual({
      status: 'confirmed',
      sold: 2,
      tickets: ['cancelled', 'valid', 'valid'],
    });
    expect(await refundsOf(order)).toMatchObject([
      { amount: 1501, reason: 'requested', status: 'queued' },
    ]);
    expect(await told(order)).toEqual([
      {
        registrationId: order.registrationId,
        ticketIds: [first],
        refundMinor: 1501,
        message: 'Sorry.',
      },
    ]);
    // Sold again, to somebody else.
    await reserve(db.pools.admin, reservationRequest(order.event));
    expect(others).toHaveLength(2);
  });

  test('asked twice, it is cancelled and paid back once', async () => {
    const order = await paidOrder();
    const ids = order.ticketIds.slice(0, 1);
    await Promise.all([1, 2, 3].map(() => cancel(order, { ids, refund: 1501 })));
    expect(await refundsOf(order)).toHaveLength(1);
    expect(await told(order)).toHaveLength(1);
    expect(await stateOf(order)).toMatchObject({ sold: 2 });
  });

  test('what was cancelled meanwhile is not paid back again with the rest', async () => {
    const order = await paidOrder();
    await cancel(order, { ids: order.ticketIds.slice(0, 1), refund: 1501 });
    await expect(
      cancel(order, { ids: order.ticketIds.slice(0, 2), refund: 3002 }),
    ).rejects.toMatchObject({ code: 'FY010' });
    expect(await stateOf(order)).toMatchObject({ sold: 2 });
    expect(await refundsOf(order)).toHaveLength(1);
  });

  test('money that came twice and could not be given back is still owed when the order is cancelled', async () => {
    const order = await paidOrder();
    const [again] = await admin<{ id: string }>(
      `insert into app_public.payments
         (org_id, event_id, registration_id, provider, provider_payment_id, status, succeeded_at, amount_minor, currency)
       select org_id, event_id, registration_id, provider, provider_payment_id || '_again', 'succeeded', now(), amount_minor, currency
       from app_public.payments where registration_id = $1 returning id`,
      [order.registrationId],
    );
    await admin(
      `insert into app_public.ledger_entries (org_id, registration_id, payment_id, debit_account, credit_account, amount_minor, currency)
       select org_id, registration_id, id, 'provider', 'unallocated', amount_minor, currency from app_public.payments where id = $1`,
      [again?.id],
    );
    await admin(`select app_private.queue_refund($1, 4503, 'paid_twice')`, [again?.id]);
    await settle((await refundsOf(order))[0]?.id, 'failed');
    await cancel(order, { refund: 4503 });
    expect((await refundsOf(order)).map(({ reason, status }) => `${reason} ${status}`)).toEqual([
      'paid_twice failed',
      'requested queued',
    ]);
    await refund(order, 4503);
    expect((await refundsOf(order)).at(-1)).toMatchObject({ reason: 'paid_twice', amount: 4503 });
  });

  test('with the last ticket the order is cancelled, one by one or at once', async () => {
    const order = await paidOrder();
    await cancel(order, { ids: order.ticketIds.slice(0, 2) });
    expect(await cancel(order, { ids: order.ticketIds.slice(2), refund: 4503 })).toEqual([
      { status: 'cancelled' },
    ]);
    expect(await stateOf(order)).toEqual({
      status: 'cancelled',
      sold: 0,
      tickets: ['cancelled', 'cancelled', 'cancelled'],
    });
    expect(await told(order)).toMatchObject([{ refundMinor: 0 }, { refundMinor: 4503 }]);
    const [sales] = await as(
      { userId: ownerId },
      'select sold_count, revenue_minor from app_public.event_sales($1)',
      [order.event.id],
    );
    expect(sales).toEqual({ sold_count: 0, revenue_minor: 0 });
  });

  test('what was sold counts without what was cancelled', async () => {
    const order = await paidOrder();
    await cancel(order, { ids: order.ticketIds.slice(0, 1), refund: 1501 });
    expect(
      await as(
        { userId: ownerId },
        'select sold_count, revenue_minor from app_public.event_sales($1)',
        [order.event.id],
      ),
    ).toEqual([{ sold_count: 2, revenue_minor: 3002 }]);
    expect(
      await as(
        { userId: ownerId },
        'select ticket_count, revenue_minor from app_public.event_sales_by_day($1)',
        [order.event.id],
      ),
    ).toEqual([{ ticket_count: 2, revenue_minor: 3002 }]);
  });

  test('cannot give back more than was paid, and then nothing is cancelled either', async () => {
    const order = await paidOrder();
    await expect(cancel(order, { refund: 4504 })).rejects.toMatchObject({ code: 'FY008' });
    await expect(cancel(order, { refund: -1 })).rejects.toMatchObject({ code: 'FY008' });
    expect(await stateOf(order)).toMatchObject({ status: 'confirmed', sold: 3 });
    await refund(order, 4000);
    await expect(refund(order, 504)).rejects.toMatchObject({ code: 'FY008' });
    await refund(order, 503);
    expect((await refundsOf(order)).map(({ amount }) => amount)).toEqual([4000, 503]);
  });

  test('does not cancel a ticket somebody was admitted with, but may refund it', async () => {
    const order = await paidOrder();
    await admit(order);
    await expect(cancel(order)).rejects.toMatchObject({ code: 'FY030' });
    expect(await stateOf(order)).toMatchObject({ status: 'confirmed', sold: 3 });
    await refund(order, 1501);
    await cancel(order, { ids: order.ticketIds.slice(1) });
    expect(await stateOf(order)).toMatchObject({ sold: 1 });
  });

  test('a refund asked for twice with one key is one; with another amount it is refused', async () => {
    const order = await paidOrder();
    const key = randomUUID();
    await Promise.all([1, 2, 3].map(() => refund(order, 700, key)));
    expect(await refundsOf(order)).toMatchObject([{ amount: 700 }]);
    await expect(refund(order, 701, key)).rejects.toMatchObject({ code: 'FY005' });
    await expect(refund(order, 0)).rejects.toMatchObject({ code: 'FY008' });
  });

  test('a refund that failed may be asked for again', async () => {
    const order = await paidOrder();
    await cancel(order, { refund: 4503 });
    await settle((await refundsOf(order))[0]?.id, 'failed');
    await refund(order, 4503);
    const [, again] = await refundsOf(order);
    await settle(again?.id, 'succeeded');
    expect((await refundsOf(order)).map(({ status }) => status)).toEqual(['failed', 'succeeded']);
  });

  test('staff and other tenants may do neither, and learn nothing', async () => {
    const order = await paidOrder();
    const { admin: pool } = db.pools;
    const staff = (await insertUser(pool)).id;
    await pool.query(
      `insert into app_public.org_members (org_id, user_id, role) values ($1, $2, 'staff')`,
      [orgId, staff],
    );
    const stranger = (await insertUser(pool)).id;
    await insertOrganization(pool, { members: { [stranger]: 'owner' } });
    await expect(cancel(order, { by: staff })).rejects.toMatchObject({ code: 'FY007' });
    await expect(refund(order, 1, randomUUID(), staff)).rejects.toMatchObject({ code: 'FY007' });
    const nowhere = { ...order, registrationId: randomUUID() };
    for (const asked of [order, nowhere]) {
      await expect(cancel(asked, { by: stranger })).rejects.toMatchObject({
        code: 'FY006',
        message: 'There is nothing here that you may see.',
      });
      await expect(refund(asked, 1, randomUUID(), stranger)).rejects.toMatchObject({
        code: 'FY006',
      });
    }
    const other = await paidOrder();
    await expect(cancel(order, { ids: other.ticketIds })).rejects.toMatchObject({ code: 'FY006' });
    expect(await stateOf(other)).toMatchObject({ status: 'confirmed', sold: 3 });
  });
});

describe('the buyer', () => {
  const tomorrow = () => new Date(Date.now() + 86_400_000);

  test('cancels within the terms, and gets back what they promise, rounded by the ticket', async () => {
    const order = await paidOrder({ cancellableUntil: tomorrow(), refundPercent: 50 });
    await cancelMine(order, order.ticketIds.slice(0, 2));
    expect(await refundsOf(order)).toMatchObject([{ amount: 1502, reason: 'requested' }]);
    await cancelMine(order, order.ticketIds.slice(0, 2));
    expect(await refundsOf(order)).toHaveLength(1);
    expect(await cancelMine(order, order.ticketIds.slice(2))).toEqual([{ status: 'cancelled' }]);
    expect((await refundsOf(order)).map(({ amount }) => amount)).toEqual([1502, 751]);
  });

  test('gets what is left, where the organizer has given something back before', async () => {
    const order = await paidOrder({ cancellableUntil: tomorrow() });
    await refund(order, 2000);
    await cancelMine(order, order.ticketIds.slice(0, 1));
    await cancelMine(order, order.ticketIds.slice(1));
    expect((await refundsOf(order)).map(({ amount }) => amount)).toEqual([2000, 1501, 1002]);
    expect(await told(order)).toMatchObject([{ refundMinor: 1501 }, { refundMinor: 1002 }]);
  });

  test('cannot where the organizer did not say so, or the time is over', async () => {
    const never = await paidOrder();
    await expect(cancelMine(never)).rejects.toMatchObject({ code: 'FY010' });
    const over = await paidOrder({ cancellableUntil: new Date(Date.now() - 1_000) });
    await expect(cancelMine(over)).rejects.toMatchObject({ code: 'FY010' });
    expect(await stateOf(over)).toMatchObject({ status: 'confirmed', sold: 3 });
  });

  test('keeps the terms it was bought under', async () => {
    const order = await paidOrder({ cancellableUntil: tomorrow(), refundPercent: 80 });
    await admin(
      'update app_public.events set cancellable_until = null, cancellation_refund_percent = 0 where id = $1',
      [order.event.id],
    );
    await cancelMine(order, order.ticketIds.slice(0, 1));
    expect(await refundsOf(order)).toMatchObject([{ amount: 1201 }]);
  });

  test('cannot cancel somebody else’s order, nor a ticket of it', async () => {
    const order = await paidOrder({ cancellableUntil: tomorrow() });
    const other = await paidOrder({ cancellableUntil: tomorrow() });
    await expect(
      as({ registrationId: other.registrationId }, 'select app_public.cancel_my_tickets($1, $2)', [
        order.registrationId,
        order.ticketIds,
      ]),
    ).rejects.toMatchObject({ code: 'FY006' });
    await expect(cancelMine(other, order.ticketIds)).rejects.toMatchObject({ code: 'FY006' });
    await expect(
      as({ userId: ownerId }, 'select app_public.cancel_my_tickets($1, $2)', [
        order.registrationId,
        order.ticketIds,
      ]),
    ).rejects.toMatchObject({ code: 'FY006' });
    expect(await stateOf(order)).toMatchObject({ status: 'confirmed', sold: 3 });
  });

  test('cannot cancel a ticket somebody was admitted with', async () => {
    const order = await paidOrder({ cancellableUntil: tomorrow() });
    await admit(order);
    await expect(cancelMine(order)).rejects.toMatchObject({ code: 'FY030' });
  });

  test('cannot cancel a ticket that was handed over; the organizer can', async () => {
    const order = await paidOrder({ cancellableUntil: tomorrow() });
    const given = order.ticketIds.slice(0, 1);
    await as(
      { registrationId: order.registrationId },
      `select app_public.transfer_ticket($1, 'New One', 'new@example.org')`,
      given,
    );
    await expect(cancelMine(order, given)).rejects.toMatchObject({ code: 'FY032' });
    await cancelMine(order, order.ticketIds.slice(1));
    await cancel(order, { ids: given });
    expect(await stateOf(order)).toMatchObject({ status: 'cancelled', sold: 0 });
  });

  test('what was kept of a cancelled order stays when the event is called off later', async () => {
    const order = await paidOrder({ cancellableUntil: tomorrow(), refundPercent: 50 });
    await cancelMine(order);
    const good = await newEvent();
    await as({ userId: ownerId }, `select app_public.cancel_event($1, 'Storm.')`, [order.event.id]);
    await as({ userId: ownerId }, `select app_public.cancel_event($1, 'Storm.')`, [good.id]);
    expect((await refundsOf(order)).map(({ amount }) => amount)).toEqual([2253]);
    expect(
      await admin('select app_private.registration_ids_of_event($1, null, 10)', [order.event.id]),
    ).toEqual([]);
  });

  test('a part that was given back before is not given back again when the event is called off', async () => {
    const order = await paidOrder();
    await cancel(order, { ids: order.ticketIds.slice(0, 1), refund: 1501 });
    await as({ userId: ownerId }, `select app_public.cancel_event($1, 'Storm.')`, [order.event.id]);
    expect(await refundsOf(order)).toMatchObject([
      { amount: 1501, reason: 'requested' },
      { amount: 3002, reason: 'event_cancelled' },
    ]);
    expect(
      await admin('select app_private.refunded_with_event($1)::int as amount', [
        order.registrationId,
      ]),
    ).toEqual([{ amount: 3002 }]);
  });
});

test('cancelling, refunding, admitting and calling off at once end in one consistent state', async () => {
  for (let round = 0; round < 5; round += 1) {
    const order = await paidOrder({ cancellableUntil: new Date(Date.now() + 86_400_000) });
    const [first = '', second = ''] = order.ticketIds;
    const outcomes = await Promise.allSettled([
      cancel(order, { ids: [first], refund: 1501 }),
      cancelMine(order, [first, second]),
      refund(order, 3000),
      admit(order, second),
      as({ userId: ownerId }, `select app_public.cancel_event($1, 'Storm.')`, [order.event.id]),
    ]);
    const codes = outcomes.flatMap((o) => (o.status === 'rejected' ? [o.reason.code] : []));
    expect(codes.filter((code) => !['FY008', 'FY010', 'FY030'].includes(code))).toEqual([]);
    expect(await stateOf(order)).toMatchObject({ status: 'cancelled', sold: 0 });
  }
});

import { randomUUID } from 'node:crypto';
import {
  confirm,
  createTestDatabase,
  insertEvent,
  insertOrganization,
  insertUser,
  reservationRequest,
  reserve,
  reserveBatch,
  saveAttendees,
  type TestDatabase,
  type TestEvent,
  until,
  waitsForLock,
} from '@foyer/testing';
import type pg from 'pg';
import { findViolations, rules } from '../../src/index.ts';

/** These commit, on connections of their own. A deadlock would fail whoever PostgreSQL chooses. */
let db: TestDatabase;
let orgId: string;
let ownerId: string;
beforeAll(async () => {
  db = await createTestDatabase();
  ownerId = (await insertUser(db.pools.admin)).id;
  orgId = (await insertOrganization(db.pools.admin, { members: { [ownerId]: 'owner' } })).id;
});
afterAll(() => db.close());

async function asOwner(statement: string, values: unknown[]): Promise<void> {
  const client = await db.pools.admin.connect();
  try {
    await client.query('begin');
    await client.query(
      `select set_config('role', 'foyer_user', true), set_config('foyer.user_id', $1, true)`,
      [ownerId],
    );
    await client.query(statement, values);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
const waits = (statement: string) => until(() => waitsForLock(db.pools.admin, statement));
const saveTickets = (event: TestEvent, capacity: number, priceMinor = 0) =>
  asOwner(
    `select app_public.save_event_tickets($1,
       array[row($2, 'event', 'event', $4)]::app_public.quota_input[],
       array[row($3, 'Standard', null, $5, null, null, 1, 10, false, true, array[$2]::uuid[])]::app_public.ticket_type_input[])`,
    [event.id, event.quotas.event, event.ticketTypes.Standard, capacity, priceMinor],
  );
const callOff = (event: TestEvent) =>
  asOwner(`select app_public.cancel_event($1, 'The hall burnt down.')`, [event.id]);

/** What stands when all are done. */
const countsOf = async (event: TestEvent) =>
  (
    await db.pools.admin.query(
      `select
         (select status from app_public.events where id = $1) as event,
         (select count(*)::int from app_public.tickets where event_id = $1 and status = 'valid') as valid,
         (select count(*)::int from app_public.registrations where event_id = $1 and status in ('pending', 'confirmed')) as live`,
      [event.id],
    )
  ).rows[0];

test('an event is called off while its tickets sell: nobody is left with a ticket or a hold', async () => {
  for (let round = 0; round < 5; round++) {
    const event = await insertEvent(db.pools.admin, {
      orgId,
      quotas: { event: 1000, balcony: 500 },
      ticketTypes: [{ quotas: ['event'] }, { name: 'Balcony', quotas: ['balcony', 'event'] }],
    });
    let isOver = false;
    const buyers = Array.from({ length: 6 }, async (_, buyer) => {
      while (!isOver) {
        await reserveBatch(
          db.pools.api,
          Array.from({ length: 5 }, () =>
            reservationRequest(event, { type: buyer % 2 ? 'Standard' : 'Balcony' }),
          ),
        );
      }
    });
    await reserve(db.pools.api, reservationRequest(event));
    await callOff(event);
    isOver = true;
    await Promise.all(buyers);
    expect(await countsOf(event)).toEqual({ event: 'cancelled', valid: 0, live: 0 });
  }
  expect(await findViolations(db.pools.admin, rules)).toEqual([]);
});

test('an event is called off while an order is paid that it has not seen yet: neither waits for the other', async () => {
  const event = await insertEvent(db.pools.admin, {
    orgId,
    quotas: { stalls: 10, balcony: 10 },
    ticketTypes: [{ quotas: ['stalls'] }, { name: 'Balcony', quotas: ['balcony'] }],
  });
  const [first, second] = Object.values(event.quotas).toSorted();
  const type = event.quotas.stalls === first ? 'Standard' : 'Balcony';
  const [buyer, holder] = [await db.pools.api.connect(), await db.pools.admin.connect()];
  try {
    await holder.query('begin');
    await holder.query('select from app_public.quotas where id = $1 for update', [second]);
    // It has looked at the orders and waits for the first quota, while another order is made of it.
    await buyer.query('begin');
    const order = await reserve(buyer, reservationRequest(event, { type }));
    const calledOff = callOff(event);
    await waits('cancel_event');
    await buyer.query('commit');
    await saveAttendees(db.pools.admin, order.registrationId);
    const paid = db.pools.admin.query<{ done: boolean }>(
      'select app_private.confirm_registration($1) as done',
      [order.registrationId],
    );
    await waits('confirm_registration');
    await holder.query('rollback');
    expect((await paid).rows).toEqual([{ done: true }]);
    await calledOff;
  } finally {
    buyer.release();
    holder.release();
  }
  expect(await countsOf(event)).toEqual({ event: 'cancelled', valid: 0, live: 0 });
  expect(await findViolations(db.pools.admin, rules)).toEqual([]);
});

test('an event is called off while tickets are ordered that draw from no quota: they are too late', async () => {
  const event = await insertEvent(db.pools.admin, { orgId, ticketTypes: [{ quotas: [] }] });
  const earlier = await reserve(db.pools.api, reservationRequest(event));
  await saveAttendees(db.pools.admin, earlier.registrationId);
  const [ticketId] = await confirm(db.pools.admin, earlier.registrationId);
  const holder = await db.pools.admin.connect();
  try {
    await holder.query('begin');
    await holder.query('select from app_public.tickets where id = $1 for update', [ticketId]);
    const calledOff = callOff(event);
    await waits('cancel_event');
    const order = reserveBatch(db.pools.api, [reservationRequest(event)]);
    await waits('reserve_batch');
    await holder.query('rollback');
    await calledOff;
    expect(await order).toMatchObject([{ outcome: 'refused', sqlState: 'FY003' }]);
  } finally {
    holder.release();
  }
  expect(await countsOf(event)).toEqual({ event: 'cancelled', valid: 0, live: 0 });
  expect(await findViolations(db.pools.admin, rules)).toEqual([]);
});

test('the currency is changed while the first order is made: it stays what was ordered in', async () => {
  const event = await insertEvent(db.pools.admin, {
    orgId,
    quotas: { event: 5 },
    ticketTypes: [{ priceMinor: 500 }],
  });
  const buyer = await db.pools.api.connect();
  try {
    await buyer.query('begin');
    await reserve(buyer, reservationRequest(event));
    const changed = asOwner(`update app_public.events set currency = 'USD' where id = $1`, [
      event.id,
    ]).then(
      () => 'changed',
      ({ code }) => code,
    );
    await waits('update app_public.events');
    await buyer.query('commit');
    expect(await changed).toBe('FY010');
  } finally {
    buyer.release();
  }
});

test('an event is called off while its door records what it admitted', async () => {
  for (let round = 0; round < 5; round++) {
    const event = await insertEvent(db.pools.admin, {
      orgId,
      quotas: { event: 200 },
      startsAt: new Date(Date.now() - 3_600_000),
    });
    const registrations = await Promise.all(
      Array.from({ length: 20 }, () =>
        reserve(db.pools.api, reservationRequest(event, { quantity: 10 })),
      ),
    );
    const tickets = (
      await Promise.all(
        registrations.map(({ registrationId }) => confirm(db.pools.admin, registrationId)),
      )
    ).flat();
    // Later tickets first: the opposite order of the cancellation's.
    const entries = tickets
      .sort()
      .reverse()
      .map((ticketId) => ({
        kind: 'scan',
        scanId: randomUUID(),
        ticketId,
        verdict: 'accepted',
        method: 'scan',
        deviceId: randomUUID(),
        at: new Date().toISOString(),
      }));
    const recorded = Array.from({ length: 20 }, (_, i) =>
      db.pools.checkin.query('select app_private.record_check_ins($1, $2)', [
        event.id,
        JSON.stringify(entries.slice(i * 10, i * 10 + 10)),
      ]),
    );
    await Promise.all([...recorded, callOff(event)]);
    expect(await countsOf(event)).toEqual({ event: 'cancelled', valid: 0, live: 0 });
  }
  expect(await findViolations(db.pools.admin, rules)).toEqual([]);
});

test('ticket types are changed while they sell', async () => {
  const event = await insertEvent(db.pools.admin, { orgId, quotas: { event: 10_000 } });
  let isOver = false;
  const buyers = Array.from({ length: 6 }, async () => {
    while (!isOver) await reserveBatch(db.pools.api, [reservationRequest(event)]);
  });
  for (let capacity = 10_000; capacity < 10_020; capacity++) {
    await saveTickets(event, capacity);
  }
  isOver = true;
  await Promise.all(buyers);
  expect(await findViolations(db.pools.admin, rules)).toEqual([]);
});

test('a ticket type gets its first quota while it is ordered: the order counts in it, or the type keeps having none', async () => {
  const newEvent = () =>
    insertEvent(db.pools.admin, {
      orgId,
      quotas: { event: 5 },
      ticketTypes: [{ quotas: [] }],
    });
  const ordered = await newEvent();
  const first = await db.pools.api.connect();
  await first.query('begin');
  await reserveBatch(first, [reservationRequest(ordered)]);
  const given = saveTickets(ordered, 5).then(
    () => 'given',
    ({ code }) => code,
  );
  await waits('save_event_tickets');
  await first.query('commit');
  first.release();
  expect(await given).toBe('FY010');

  const counted = await newEvent();
  const holder = await db.pools.admin.connect();
  await holder.query('begin');
  await holder.query('select from app_public.ticket_types where event_id = $1 for no key update', [
    counted.id,
  ]);
  const order = reserve(db.pools.api, reservationRequest(counted));
  await waits('reserve_batch');
  await holder.query(
    `insert into app_public.ticket_type_quotas (org_id, event_id, ticket_type_id, quota_id) values ($1, $2, $3, $4)`,
    [orgId, counted.id, counted.ticketTypes.Standard, counted.quotas.event],
  );
  await holder.query('commit');
  holder.release();
  await order;
  const { rows } = await db.pools.admin.query(
    'select held_count from app_public.quotas where event_id = $1',
    [counted.id],
  );
  expect(rows).toEqual([{ held_count: 1 }]);
  expect(await findViolations(db.pools.admin, rules)).toEqual([]);
});

test('holds of one event that cannot be released keep those of no other', async () => {
  const [broken, sound] = await Promise.all(
    [1, 2].map(() => insertEvent(db.pools.admin, { orgId, quotas: { event: 5 } })),
  );
  for (const event of [broken, sound])
    await reserve(db.pools.api, reservationRequest(event as TestEvent));
  const overdue = (event: TestEvent | undefined, seconds: number) =>
    db.pools.admin.query(
      `update app_public.registrations set expires_at = now() - make_interval(secs => $2) where event_id = $1`,
      [event?.id, seconds],
    );
  // The older one comes first; its quota says that nothing is held.
  await overdue(broken, 60);
  await overdue(sound, 30);
  const set = (count: number) =>
    db.pools.admin.query('update app_public.quotas set held_count = $2 where event_id = $1', [
      broken?.id,
      count,
    ]);
  await set(0);
  const expire = async () =>
    (await db.pools.worker.query('select app_private.expire_holds() as count')).rows[0].count;
  expect(await expire()).toBe(1);
  expect(await countsOf(sound as TestEvent)).toMatchObject({ live: 0 });
  expect(await countsOf(broken as TestEvent)).toMatchObject({ live: 1 });
  await set(1);
  expect(await expire()).toBe(1);
  expect(await findViolations(db.pools.admin, rules)).toEqual([]);
});

/** A paid order of one ticket whose money has not come yet. */
async function payable(event: TestEvent): Promise<{ registrationId: string; paymentId: string }> {
  const { registrationId } = await reserve(db.pools.api, reservationRequest(event));
  await saveAttendees(db.pools.admin, registrationId);
  const { rows } = await db.pools.api.query<{ id: string }>(
    `select app_private.begin_payment($1, null, $1, 'stripe') ->> 'paymentId' as id`,
    [registrationId],
  );
  return { registrationId, paymentId: rows[0]?.id ?? '' };
}
const succeeded = (paymentId: string) => ({
  paymentId,
  providerPaymentId: `pi_${paymentId}`,
  status: 'succeeded',
  amountMinor: 500,
  currency: 'EUR',
});
const pay = async (client: pg.Pool, paymentId: string): Promise<string> =>
  (
    await client.query(
      `select app_private.record_payment_event('stripe', $1, 't', $2, null, '{}') ->> 'outcome' as outcome`,
      [`evt_${randomUUID()}`, JSON.stringify(succeeded(paymentId))],
    )
  ).rows[0].outcome;
/** As the API does with events that come together. */
const payTogether = async (paymentIds: string[]): Promise<string[]> =>
  (
    await db.pools.api.query('select app_private.record_payment_events($1) as outcomes', [
      JSON.stringify(
        paymentIds.map((paymentId) => ({
          provider: 'stripe',
          eventId: `evt_${randomUUID()}`,
          type: 't',
          payment: succeeded(paymentId),
          payload: {},
        })),
      ),
    ])
  ).rows[0].outcomes;

test('money for a hold that ran out before the event was called off goes back', async () => {
  const event = await insertEvent(db.pools.admin, { orgId, ticketTypes: [{ priceMinor: 500 }] });
  const { registrationId, paymentId } = await payable(event);
  await db.pools.admin.query(
    'update app_public.registrations set expires_at = clock_timestamp() where id = $1',
    [registrationId],
  );
  await db.pools.worker.query('select app_private.expire_holds()');
  await callOff(event);
  expect(await pay(db.pools.api, paymentId)).toBe('refund_queued');
  expect(await countsOf(event)).toEqual({ event: 'cancelled', valid: 0, live: 0 });
});

test('money for a hold that ran out goes back when the event is over', async () => {
  const event = await insertEvent(db.pools.admin, { orgId, ticketTypes: [{ priceMinor: 500 }] });
  const { registrationId, paymentId } = await payable(event);
  await db.pools.admin.query(
    `update app_public.registrations set expires_at = clock_timestamp() where id = $1`,
    [registrationId],
  );
  await db.pools.worker.query('select app_private.expire_holds()');
  await db.pools.admin.query(
    `update app_public.events set starts_at = now() - interval '2 days', ends_at = now() - interval '1 day' where id = $1`,
    [event.id],
  );
  expect(await pay(db.pools.api, paymentId)).toBe('refund_queued');
  expect(await countsOf(event)).toMatchObject({ valid: 0, live: 0 });
});

test('money for a hold that slipped past the cancellation goes back', async () => {
  const event = await insertEvent(db.pools.admin, {
    orgId,
    // Without a quota nothing holds a reservation up while the event is being called off.
    ticketTypes: [{ priceMinor: 500, quotas: [] }],
  });
  const orders = [await payable(event), await payable(event)];
  await db.pools.admin.query(
    `update app_public.events set status = 'cancelled', cancelled_at = now() where id = $1`,
    [event.id],
  );
  expect(await pay(db.pools.api, orders[0]?.paymentId ?? '')).toBe('refund_queued');
  expect(await payTogether([orders[1]?.paymentId ?? ''])).toEqual(['refund_queued']);
  expect(await countsOf(event)).toMatchObject({ valid: 0 });
});

test('late money comes with other money while the organizer changes the tickets: none waits in a circle', async () => {
  const event = await insertEvent(db.pools.admin, {
    orgId,
    quotas: { event: 5 },
    ticketTypes: [{ priceMinor: 500 }],
  });
  const [late, inTime] = [await payable(event), await payable(event)];
  await db.pools.admin.query(
    'update app_public.registrations set expires_at = clock_timestamp() where id = $1',
    [late.registrationId],
  );
  await db.pools.worker.query('select app_private.expire_holds()');
  const holder = await db.pools.admin.connect();
  try {
    await holder.query('begin');
    await holder.query('select from app_public.quotas where event_id = $1 for update', [event.id]);
    const paid = payTogether([inTime.paymentId, late.paymentId]);
    await waits('record_payment_events');
    const saved = saveTickets(event, 10, 500);
    await waits('save_event_tickets');
    await holder.query('rollback');
    expect(await paid).toEqual(['confirmed', 'confirmed']);
    await saved;
  } finally {
    holder.release();
  }
});

test('money for a hold that ran out goes back where its buyer has as many tickets as they may by now', async () => {
  const event = await insertEvent(db.pools.admin, {
    orgId,
    quotas: { event: 5 },
    ticketTypes: [{ priceMinor: 500 }],
  });
  await db.pools.admin.query(
    'update app_public.events set max_tickets_per_person = 1 where id = $1',
    [event.id],
  );
  const late = await payable(event);
  await db.pools.admin.query(
    'update app_public.registrations set expires_at = clock_timestamp() where id = $1',
    [late.registrationId],
  );
  await db.pools.worker.query('select app_private.expire_holds()');
  const again = await payable(event);
  expect(await payTogether([again.paymentId, late.paymentId])).toEqual([
    'confirmed',
    'refund_queued',
  ]);
  expect(await countsOf(event)).toMatchObject({ valid: 1, live: 1 });
});

test('money that arrives while the event is called off ends as neither a ticket nor a loss', async () => {
  const event = await insertEvent(db.pools.admin, {
    orgId,
    quotas: { event: 60 },
    ticketTypes: [{ priceMinor: 500 }],
  });
  const orders = await Promise.all(Array.from({ length: 60 }, () => payable(event)));
  await db.pools.admin.query(
    `update app_public.registrations set expires_at = clock_timestamp() where id = any ($1)`,
    [orders.slice(0, 30).map((order) => order.registrationId)],
  );
  await db.pools.worker.query('select app_private.expire_holds()');
  await Promise.all([
    ...orders.slice(0, 18).map((order) => pay(db.pools.api, order.paymentId)),
    ...orders.slice(30, 50).map((order) => pay(db.pools.worker, order.paymentId)),
    callOff(event),
    ...orders.slice(22, 30).map((order) => pay(db.pools.api, order.paymentId)),
    payTogether([...orders.slice(16, 24), ...orders.slice(50)].map((order) => order.paymentId)),
  ]);
  expect(await countsOf(event)).toEqual({ event: 'cancelled', valid: 0, live: 0 });
  const { rows } = await db.pools.admin.query(
    `select coalesce(sum(r.amount_minor), 0)::int as refunded from app_public.refunds r
     join app_public.payments p on p.id = r.payment_id where p.event_id = $1`,
    [event.id],
  );
  expect(rows[0].refunded).toBe(60 * 500);
  expect(await findViolations(db.pools.admin, rules)).toEqual([]);
});

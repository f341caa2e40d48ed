import { randomUUID } from 'node:crypto';
import {
  createTestDatabase,
  insertEvent,
  insertOrganization,
  reservationRequest,
  reserve,
  reserveBatch,
  saveAttendees,
  type TestDatabase,
  type TestEvent,
} from '@foyer/testing';

/** These commit, on connections of their own: races cannot be seen inside one transaction. */
let db: TestDatabase;
let orgId: string;
beforeAll(async () => {
  db = await createTestDatabase();
  orgId = (await insertOrganization(db.pools.admin)).id;
});
afterAll(() => db.close());

const quota = async (event: TestEvent) =>
  (
    await db.pools.admin.query(
      'select held_count as held, sold_count as sold from app_public.quotas where event_id = $1',
      [event.id],
    )
  ).rows[0];

test('two buyers for the last ticket: one holds it, one is told', async () => {
  const event = await insertEvent(db.pools.admin, { orgId, quotas: { event: 1 } });
  const answers = await Promise.all(
    [1, 2].map(() => reserveBatch(db.pools.api, [reservationRequest(event)])),
  );
  expect(
    answers
      .flat()
      .map((a) => a.outcome)
      .sort(),
  ).toEqual(['held', 'refused']);
  expect(await quota(event)).toEqual({ held: 1, sold: 0 });
});

test('many buyers with mixed quantities never get one ticket too many', async () => {
  const event = await insertEvent(db.pools.admin, {
    orgId,
    quotas: { event: 50, balcony: 20 },
    ticketTypes: [
      { name: 'Floor', quotas: ['event'] },
      { name: 'Balcony', quotas: ['balcony', 'event'] },
    ],
  });
  const answers = await Promise.all(
    Array.from({ length: 120 }, (_, i) =>
      reserveBatch(db.pools.api, [
        reservationRequest(event, { type: i % 2 ? 'Floor' : 'Balcony', quantity: 1 + (i % 3) }),
      ]),
    ),
  );
  const held = answers.flat().filter((a) => a.outcome === 'held').length;
  const { rows } = await db.pools.admin.query(
    `select q.name, q.capacity, q.held_count, (
       select coalesce(sum(i.quantity), 0)::int from app_public.registration_items i
       join app_public.ticket_type_quotas tq using (org_id, event_id, ticket_type_id)
       where tq.quota_id = q.id) as ordered
     from app_public.quotas q where event_id = $1`,
    [event.id],
  );
  expect(held).toBeGreaterThan(0);
  for (const row of rows) {
    expect(row.held_count).toBe(row.ordered);
    expect(row.held_count).toBeLessThanOrEqual(row.capacity);
  }
});

test('positive control: reading and then writing without the lock does oversell', async () => {
  const event = await insertEvent(db.pools.admin, { orgId, quotas: { event: 1 } });
  const clients = await Promise.all([1, 2].map(() => db.pools.admin.connect()));
  const sold: number[] = [];
  try {
    for (const client of clients) await client.query('begin');
    const free = await Promise.all(
      clients.map(async (client) => {
        const { rows } = await client.query(
          'select capacity - held_count - sold_count as free from app_public.quotas where event_id = $1',
          [event.id],
        );
        return rows[0].free as number;
      }),
    );
    for (const [i, client] of clients.entries()) {
      if ((free[i] ?? 0) >= 1) {
        await client.query(
          `insert into app_public.registrations (org_id, event_id, total_minor, currency, idempotency_key, request_fingerprint, expires_at)
           values ($1, $2, 0, 'EUR', $3, '', now() + interval '1 hour')`,
          [orgId, event.id, randomUUID()],
        );
        sold.push(i);
      }
      await client.query('commit');
    }
  } finally {
    for (const client of clients) client.release();
  }
  expect(sold).toHaveLength(2);
});

test('fifty copies of one request at once hold once and all get the same answer', async () => {
  const event = await insertEvent(db.pools.admin, { orgId });
  const request = reservationRequest(event, { quantity: 2 });
  const attempt = async () => {
    const mine = { ...request, registrationId: randomUUID() };
    // A copy that loses the race on the unique key fails as a whole and is sent again, as the API does.
    return await reserve(db.pools.api, mine).catch(() => reserve(db.pools.api, mine));
  };
  const answers = await Promise.all(Array.from({ length: 50 }, attempt));
  expect(new Set(answers.map((a) => a.registrationId)).size).toBe(1);
  expect(await quota(event)).toEqual({ held: 2, sold: 0 });
});

test('a free order that is confirmed by many clicks at once is confirmed to each of them, once', async () => {
  const event = await insertEvent(db.pools.admin, { orgId });
  const { registrationId } = await reserve(
    db.pools.api,
    reservationRequest(event, { quantity: 3 }),
  );
  await saveAttendees(db.pools.admin, registrationId);
  const statuses = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const client = await db.pools.api.connect();
      try {
        await client.query('begin');
        await client.query(
          `select set_config('role', 'foyer_anonymous', true), set_config('foyer.registration_id', $1, true)`,
          [registrationId],
        );
        const { rows } = await client.query(
          'select (app_public.confirm_free_registration($1)).status',
          [registrationId],
        );
        await client.query('commit');
        return rows[0].status;
      } finally {
        client.release();
      }
    }),
  );
  expect(statuses).toEqual(Array(8).fill('confirmed'));
  expect(await quota(event)).toEqual({ held: 0, sold: 3 });
});

test('a hold that expires while its payment succeeds ends in exactly one of the two', async () => {
  const event = await insertEvent(db.pools.admin, {
    orgId,
    quotas: { event: 20 },
    ticketTypes: [{ priceMinor: 500 }],
  });
  const scenes = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const { registrationId } = await reserve(db.pools.api, reservationRequest(event));
      await saveAttendees(db.pools.admin, registrationId);
      const { rows } = await db.pools.api.query(
        `select app_private.begin_payment($1, null, $1, 'stripe') ->> 'paymentId' as id`,
        [registrationId],
      );
      return { registrationId, paymentId: rows[0].id as string };
    }),
  );
  await db.pools.admin.query(
    `update app_public.registrations set expires_at = clock_timestamp() where event_id = $1`,
    [event.id],
  );
  const pay = ({ paymentId }: { paymentId: string }, copy: number) =>
    db.pools.api.query(
      `select app_private.record_payment_event('stripe', $1, 't', $2, null, '{}')`,
      [
        `evt_${paymentId}_${copy}`,
        JSON.stringify({
          paymentId,
          providerPaymentId: `pi_${paymentId}`,
          status: 'succeeded',
          amountMinor: 500,
          currency: 'EUR',
        }),
      ],
    );
  await Promise.all([
    ...scenes.map((scene) => pay(scene, 1)),
    ...scenes.map((scene) => pay(scene, 2)),
    ...Array.from({ length: 5 }, () => db.pools.worker.query('select app_private.expire_holds()')),
    ...Array.from({ length: 5 }, () => reserveBatch(db.pools.api, [reservationRequest(event)])),
  ]);
  const { rows } = await db.pools.admin.query(
    `select
       (select count(*)::int from app_public.tickets where event_id = $1) as tickets,
       (select count(*)::int from app_public.registrations where event_id = $1 and status = 'confirmed') as confirmed,
       (select count(*)::int from app_public.refunds f join app_public.payments p on p.id = f.payment_id where p.event_id = $1) as refunds,
       (select count(*)::int from app_public.ledger_entries l join app_public.payments p on p.id = l.payment_id where p.event_id = $1) as captures,
       (select count(*)::int from app_public.registrations where event_id = $1 and status = 'pending') as pending`,
    [event.id],
  );
  const [result] = rows;
  expect(result.tickets).toBe(result.confirmed);
  expect(result.confirmed + result.refunds).toBe(20);
  expect(result.captures).toBe(20);
  expect(await quota(event)).toEqual({ held: result.pending, sold: result.confirmed });
});

test('a hold returns to the pool once, however many sweepers run', async () => {
  const event = await insertEvent(db.pools.admin, { orgId });
  await reserve(db.pools.api, reservationRequest(event, { quantity: 4 }));
  await db.pools.admin.query(
    `update app_public.registrations set expires_at = clock_timestamp() - interval '1 second' where event_id = $1`,
    [event.id],
  );
  await Promise.all(
    Array.from({ length: 8 }, () => db.pools.worker.query('select app_private.expire_holds()')),
  );
  expect(await quota(event)).toEqual({ held: 0, sold: 0 });
});

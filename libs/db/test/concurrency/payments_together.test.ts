import {
  createTestDatabase,
  insertEvent,
  insertOrganization,
  reservationRequest,
  reserve,
  saveAttendees,
  type TestDatabase,
} from '@foyer/testing';
import { findViolations, rules } from '../../src/invariants.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

test('batches with the same payments in any order, single events and expiring holds never wait in a circle', async () => {
  const admin = db.pools.admin;
  const { id: orgId } = await insertOrganization(admin);
  // Two quotas, drawn from crosswise, so that the order of locks matters.
  const event = await insertEvent(admin, {
    orgId,
    quotas: { event: 500, balcony: 500, stalls: 500 },
    ticketTypes: [
      { name: 'Balcony', priceMinor: 1500, quotas: ['balcony', 'event'] },
      { name: 'Stalls', priceMinor: 1500, quotas: ['event', 'stalls'] },
    ],
  });
  const payments: string[] = [];
  for (let i = 0; i < 40; i += 1) {
    const { registrationId } = await reserve(
      admin,
      reservationRequest(event, { quantity: 1, type: i % 2 === 0 ? 'Balcony' : 'Stalls' }),
    );
    await saveAttendees(admin, registrationId);
    const { rows } = await admin.query(
      `select app_private.begin_payment($1, null, $1, 'stripe') ->> 'paymentId' as id`,
      [registrationId],
    );
    payments.push(rows[0].id);
    // Half of the holds are over, so that expiry and payment want the same rows.
    if (i % 4 < 2)
      await admin.query(
        `update app_public.registrations set expires_at = clock_timestamp() - interval '1 second' where id = $1`,
        [registrationId],
      );
  }
  const about = (paymentId: string) => ({
    provider: 'stripe',
    eventId: `evt_${paymentId}`,
    type: 'test',
    payment: {
      paymentId,
      providerPaymentId: `pi_${paymentId}`,
      status: 'succeeded',
      amountMinor: 1500,
      currency: 'EUR',
    },
    payload: {},
  });

  const outcomes: string[] = [];
  const batch = async (ids: string[]) => {
    const { rows } = await admin.query('select app_private.record_payment_events($1) as o', [
      JSON.stringify(ids.map(about)),
    ]);
    outcomes.push(...rows[0].o);
  };
  const alone = async (id: string) => {
    const { rows } = await admin.query(
      `select app_private.record_payment_event('stripe', $1, 'test', $2, null, '{}') ->> 'outcome' as o`,
      [about(id).eventId, JSON.stringify(about(id).payment)],
    );
    outcomes.push(rows[0].o);
  };
  for (let at = 0; at < payments.length; at += 10) {
    const ten = payments.slice(at, at + 10);
    await Promise.all([
      batch(ten),
      batch(ten.toReversed()),
      batch(ten.slice(5).concat(ten.slice(0, 5))),
      ...ten.slice(0, 3).map(alone),
      admin.query('select app_private.expire_holds()'),
    ]);
  }

  expect(outcomes.filter((outcome) => outcome === 'confirmed')).toHaveLength(payments.length);
  expect(outcomes.filter((outcome) => outcome !== 'confirmed' && outcome !== 'duplicate')).toEqual(
    [],
  );
  expect(await findViolations(admin, rules)).toEqual([]);
});

test('a limit per person holds among orders that tell who buys at once, in batches and alone', async () => {
  const admin = db.pools.admin;
  const { id: orgId } = await insertOrganization(admin);
  const event = await insertEvent(admin, {
    orgId,
    ticketTypes: [{ priceMinor: 1500 }],
    maxPerPerson: 3,
    quotas: { event: 100 },
  });
  const people = ['ada@example.org', 'grace@example.org', 'lin@example.org'];
  const orders: object[] = [];
  for (let i = 0; i < 30; i += 1) {
    const { registrationId } = await reserve(admin, reservationRequest(event));
    orders.push({
      registrationId,
      linkRegistrationId: registrationId,
      provider: 'stripe',
      details: {
        buyerName: 'A person',
        buyerEmail: people[i % people.length],
        locale: 'en',
        attendees: [{ ticketTypeId: event.ticketTypes.Standard, name: 'A guest' }],
      },
    });
  }
  type Answer = { paymentId?: string; refusal?: { sqlState: string } };
  const begin = async (batch: object[]): Promise<Answer[]> =>
    (await admin.query('select app_private.begin_payments($1) as a', [JSON.stringify(batch)]))
      .rows[0].a;
  const answers = (
    await Promise.all([
      begin(orders.slice(0, 14)),
      begin(orders.slice(14, 28).toReversed()),
      begin(orders.slice(28, 29)),
      begin(orders.slice(29)),
    ])
  ).flat();
  expect(answers.filter(({ paymentId }) => paymentId)).toHaveLength(3 * people.length);
  expect(answers.flatMap(({ refusal }) => refusal?.sqlState ?? [])).toEqual(
    Array(30 - 3 * people.length).fill('FY004'),
  );
  const { rows } = await admin.query(
    `select buyer_email, count(*)::int as orders from app_public.registrations
     where event_id = $1 and buyer_email is not null group by 1 order by 1`,
    [event.id],
  );
  expect(rows).toEqual(people.map((buyer_email) => ({ buyer_email, orders: 3 })));
  // Told once more, those who have theirs keep theirs, and nobody else's.
  expect(await begin(orders.toReversed())).toHaveLength(30);
  expect(
    (
      await admin.query(
        'select count(*)::int as n from app_public.payments p where p.event_id = $1',
        [event.id],
      )
    ).rows[0].n,
  ).toBe(9);
});

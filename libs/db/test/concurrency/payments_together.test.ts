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

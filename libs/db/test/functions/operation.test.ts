import {
  createTestDatabase,
  inRollback,
  insertEvent,
  insertOrganization,
  reservationRequest,
  reserve,
  saveAttendees,
  type TestDatabase,
} from '@foyer/testing';
import type pg from 'pg';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const state = async (client: pg.PoolClient): Promise<Record<string, number>> =>
  (await client.query('select * from app_private.operation_state()')).rows[0];

const mismatches = async (client: pg.PoolClient): Promise<Record<string, number>> => {
  const { rows } = await client.query<{ kind: string; count: number }>(
    `select * from app_private.ledger_mismatches('2 days')`,
  );
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
};

/** Two tickets of 15.00 EUR, and the payment that was begun for them. */
async function beginPayment(client: pg.PoolClient) {
  const { id: orgId } = await insertOrganization(client);
  const event = await insertEvent(client, { orgId, ticketTypes: [{ priceMinor: 1500 }] });
  const { registrationId } = await reserve(client, reservationRequest(event, { quantity: 2 }));
  await saveAttendees(client, registrationId);
  const { rows } = await client.query<{ p: { paymentId: string } }>(
    `select app_private.begin_payment($1, null, $1, 'stripe') as p`,
    [registrationId],
  );
  const paymentId = rows[0]?.p.paymentId ?? '';
  await client.query('select app_private.record_payment_intent($1, $2, $3)', [
    paymentId,
    'pi_operation',
    'https://pay.example/1',
  ]);
  return { registrationId, paymentId };
}

const succeed = (client: pg.PoolClient, paymentId: string) =>
  client.query(
    `select app_private.record_payment_event('stripe', 'evt_operation', 'test', $1, null, '{}')`,
    [
      JSON.stringify({
        paymentId,
        providerPaymentId: 'pi_operation',
        status: 'succeeded',
        amountMinor: 3000,
        currency: 'EUR',
      }),
    ],
  );

test('operation_state says nothing where nothing waits', () =>
  inRollback(db.pools.admin, async (client) => {
    const values = Object.values(await state(client));
    expect(values).toHaveLength(14);
    expect(new Set(values)).toEqual(new Set([0]));
  }));

test('operation_state tells how long the oldest of each kind has waited', () =>
  inRollback(db.pools.admin, async (client) => {
    const { registrationId, paymentId } = await beginPayment(client);
    expect(await state(client)).toMatchObject({
      holds_open: 1,
      holds_overdue: 0,
      payments_open_under_15m: 1,
      // The buyer may still pay: nothing is unsettled.
      payments_unsettled_seconds: 0,
    });

    await client.query(
      `update app_public.registrations set expires_at = clock_timestamp() - interval '90 seconds' where id = $1`,
      [registrationId],
    );
    const overdue = await state(client);
    expect(overdue.holds_overdue).toBe(1);
    expect(overdue.holds_overdue_seconds).toBeGreaterThanOrEqual(90);
    expect(overdue.holds_overdue_seconds).toBeLessThan(100);

    await client.query('select app_private.expire_holds()');
    await client.query(
      `update app_public.registrations set expired_at = clock_timestamp() - interval '2 hours' where id = $1`,
      [registrationId],
    );
    await client.query(
      `update app_public.payments set created_at = clock_timestamp() - interval '3 hours' where id = $1`,
      [paymentId],
    );
    const unsettled = await state(client);
    expect(unsettled).toMatchObject({ holds_open: 0, holds_overdue: 0, payments_open_over_1h: 1 });
    expect(Math.round((unsettled.payments_unsettled_seconds ?? 0) / 60)).toBe(120);
    expect(unsettled.outbox_waiting).toBeGreaterThan(0);
    expect(unsettled.audit_unsealed_seconds).toBeGreaterThan(0);
  }));

test('operation_state counts refunds that wait, and those that failed within a day', () =>
  inRollback(db.pools.admin, async (client) => {
    const { paymentId } = await beginPayment(client);
    await succeed(client, paymentId);
    await client.query(`select app_private.queue_refund($1, 1000, 'requested')`, [paymentId]);
    expect(await state(client)).toMatchObject({ refunds_queued: 1, refunds_failed: 0 });
    await client.query(`update app_public.refunds set status = 'failed'`);
    expect(await state(client)).toMatchObject({ refunds_queued: 0, refunds_failed: 1 });
  }));

test('ledger_mismatches finds money that is not booked as it moved, and only that', () =>
  inRollback(db.pools.admin, async (client) => {
    const none = { capture: 0, refund: 0, over_refund: 0, unknown_refund: 0 };
    const { paymentId } = await beginPayment(client);
    expect(await mismatches(client)).toEqual(none);
    await succeed(client, paymentId);
    await client.query(`select app_private.queue_refund($1, 1000, 'requested')`, [paymentId]);
    const settle = (status: string) =>
      client.query(
        `select app_private.apply_refund_state('stripe', jsonb_build_object('refundId', id, 'providerRefundId', 're_1', 'status', $1::text))
         from app_public.refunds where payment_id = $2`,
        [status, paymentId],
      );
    await settle('succeeded');
    expect(await mismatches(client)).toEqual(none);
    await settle('failed');
    expect(await mismatches(client)).toEqual(none);

    const broken = async (...statements: string[]) => {
      await client.query('savepoint s');
      await client.query('set local session_replication_role = replica');
      for (const statement of statements) await client.query(statement);
      const found = await mismatches(client);
      await client.query('rollback to s');
      return found;
    };
    expect(
      await broken(
        `delete from app_public.ledger_entries where debit_account = 'provider' and refund_id is null`,
      ),
    ).toEqual({ ...none, capture: 1 });
    expect(await broken(`update app_public.payments set status = 'pending'`)).toEqual({
      ...none,
      capture: 1,
    });
    expect(
      await broken(
        `delete from app_public.ledger_entries where debit_account = 'provider' and refund_id is not null`,
      ),
    ).toEqual({ ...none, refund: 1 });
    expect(
      await broken(
        `update app_public.refunds set status = 'pending', amount_minor = 5000`,
        `delete from app_public.ledger_entries where refund_id is not null`,
      ),
    ).toEqual({ ...none, over_refund: 1 });
    expect(
      await broken(
        `insert into app_private.payment_events (provider, provider_event_id, type, payload, outcome, received_at)
         select provider, 'evt_refund', 'refund.created',
           jsonb_build_object('refund', jsonb_build_object('paymentId', id)), 'unknown', now() - interval '10 minutes'
         from app_public.payments`,
      ),
    ).toEqual({ ...none, unknown_refund: 1 });
  }));

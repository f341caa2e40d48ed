import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@foyer/testing';
import type pg from 'pg';
import { findViolations, rules, rulesAtRest } from '../../src/invariants.ts';
import { type Scene, tell, withOpenPaymentIn } from './open_payment.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const withOpenPayment = (work: (scene: Scene) => Promise<void>) => withOpenPaymentIn(db, work);

const queueRefund = async (
  client: pg.PoolClient,
  paymentId: string,
  amountMinor: number,
): Promise<string> =>
  (
    await client.query(`select app_private.queue_refund($1, $2, 'requested') as id`, [
      paymentId,
      amountMinor,
    ])
  ).rows[0].id;

test('a refund is booked once, out of the account the money went into', () =>
  withOpenPayment(async (scene) => {
    const { client, paymentId } = scene;
    await tell(client, { status: 'succeeded' });
    const refundId = await queueRefund(client, paymentId, 1000);
    const claim = await client.query('select app_private.claim_refund($1) as c', [refundId]);
    expect(claim.rows[0].c).toMatchObject({ amountMinor: 1000, providerPaymentId: 'pi_1' });
    for (const _again of [1, 2]) {
      await client.query(`select app_private.apply_refund_state('stripe', $1)`, [
        JSON.stringify({ refundId, providerRefundId: 're_1', status: 'succeeded' }),
      ]);
    }
    const { rows } = await client.query(
      `select debit_account as debit, amount_minor as amount from app_public.ledger_entries
       where refund_id = $1`,
      [refundId],
    );
    expect(rows).toEqual([{ debit: 'sales', amount: 1000 }]);
  }));

test('a refund that the bank sends back is taken out of the ledger again', () =>
  withOpenPayment(async (scene) => {
    const { client, paymentId } = scene;
    await tell(client, { status: 'succeeded' });
    const refundId = await queueRefund(client, paymentId, 1000);
    const outcomes: string[] = [];
    for (const status of ['pending', 'succeeded', 'failed', 'succeeded']) {
      const { rows } = await client.query(
        `select app_private.apply_refund_state('stripe', $1) as outcome`,
        [JSON.stringify({ refundId, providerRefundId: 're_1', status })],
      );
      outcomes.push(rows[0].outcome);
    }
    expect(outcomes).toEqual(['updated', 'updated', 'updated', 'unchanged']);
    const { rows } = await client.query(
      `select sum(case when debit_account = 'provider' then amount_minor else -amount_minor end)::int as at_provider
       from app_public.ledger_entries where payment_id = $1`,
      [paymentId],
    );
    expect(rows).toEqual([{ at_provider: 3000 }]);
  }));

describe('a refund that somebody makes at the provider', () => {
  const made = {
    providerRefundId: 're_dashboard',
    refundId: null,
    paymentId: null,
    providerPaymentId: 'pi_1',
    status: 'succeeded',
    amountMinor: 1000,
    currency: 'EUR',
  };
  const tellOfRefund = async (
    client: pg.PoolClient,
    refund: Record<string, unknown> = made,
    eventId = `evt_${randomUUID()}`,
  ): Promise<string> =>
    (
      await client.query(
        `select app_private.record_payment_event('stripe', $1, 'refund.created', null, $2, $3) ->> 'outcome' as outcome`,
        [eventId, JSON.stringify(refund), JSON.stringify({ refund })],
      )
    ).rows[0].outcome;
  const onTheBooks = async (client: pg.PoolClient, registrationId: string) =>
    (
      await client.query(
        `select f.reason, f.status, f.amount_minor as amount, f.made_at_provider as "isTheirs", l.debit_account as "from"
         from app_public.refunds f left join app_public.ledger_entries l on l.refund_id = f.id
         where f.registration_id = $1 order by f.amount_minor`,
        [registrationId],
      )
    ).rows;
  const booked = {
    reason: 'requested',
    status: 'succeeded',
    amount: 1000,
    isTheirs: true,
    from: 'sales',
  };

  test('is booked once, however often it is told, and counts as given back', () =>
    withOpenPayment(async ({ client, registrationId, paymentId }) => {
      await tell(client, { status: 'succeeded' });
      expect(await tellOfRefund(client)).toBe('adopted');
      expect(await tellOfRefund(client)).toBe('unchanged');
      expect(await onTheBooks(client, registrationId)).toEqual([booked]);
      const earned = 'sales in the ledger are what was earned';
      expect(
        await findViolations(client, { ...rules, [earned]: rulesAtRest[earned] ?? '' }),
      ).toEqual([]);
      await expect(
        client.query(`select app_private.queue_refund($1, 2001, 'requested')`, [paymentId]),
      ).rejects.toMatchObject({ code: 'FY008' });
    }));

  test('before its payment is known: waits for it; one of somebody else on the account stays unknown', () =>
    withOpenPayment(async ({ client, registrationId }) => {
      const applyEarly = async () =>
        (await client.query('select app_private.apply_early_refunds() as count')).rows[0].count;
      const stranger = { ...made, providerRefundId: 're_x', providerPaymentId: 'pi_of_somebody' };
      expect(await tellOfRefund(client, stranger)).toBe('unknown');
      expect(await tellOfRefund(client, made, 'evt_early')).toBe('unknown');
      expect(await applyEarly()).toBe(0);
      expect(await onTheBooks(client, registrationId)).toEqual([]);

      await tell(client, { status: 'succeeded' });
      expect(await applyEarly()).toBe(1);
      expect(await applyEarly()).toBe(0);
      expect(await onTheBooks(client, registrationId)).toEqual([booked]);
      const { rows } = await client.query(
        `select outcome from app_private.payment_events where provider_event_id = 'evt_early'`,
      );
      expect(rows).toEqual([{ outcome: 'adopted' }]);
    }));

  test('of a part of money that has to go back: ours is refused, and what is left can be asked for', () =>
    withOpenPayment(async ({ client, registrationId, paymentId }) => {
      await tell(client, { status: 'succeeded', amountMinor: 4000 });
      expect(await tellOfRefund(client)).toBe('adopted');
      await client.query(
        `select app_private.apply_refund_state('stripe', jsonb_build_object('refundId', id, 'providerRefundId', null,
           'status', 'failed', 'failureCode', 'exceeds_captured'))
         from app_public.refunds where registration_id = $1 and status = 'queued'`,
        [registrationId],
      );
      const kept = { reason: 'amount_mismatch', isTheirs: false, from: null };
      const books = [
        { ...booked, reason: 'amount_mismatch', from: 'unallocated' },
        { ...kept, status: 'failed', amount: 4000 },
      ];
      expect(await onTheBooks(client, registrationId)).toEqual(books);
      expect(await findViolations(client, rules)).toEqual([]);
      await expect(
        client.query(`select app_private.queue_refund($1, 3001, 'amount_mismatch')`, [paymentId]),
      ).rejects.toMatchObject({ code: 'FY008' });
    }));

  test('of what had gone back already: more than was paid has gone back, and that is noticed', () =>
    withOpenPayment(async ({ client, registrationId }) => {
      await tell(client, { status: 'succeeded', amountMinor: 2000 });
      await client.query(
        `select app_private.apply_refund_state('stripe', jsonb_build_object('refundId', id, 'providerRefundId', 're_ours', 'status', 'succeeded'))
         from app_public.refunds where registration_id = $1`,
        [registrationId],
      );
      expect(await findViolations(client, rules)).toEqual([]);
      expect(await tellOfRefund(client)).toBe('adopted');
      expect((await findViolations(client, rules)).join()).toContain(
        'what is not good is paid back',
      );
    }));

  test('that carries the id of ours, beside ours: it is another one', () =>
    withOpenPayment(async ({ client, registrationId, paymentId }) => {
      await tell(client, { status: 'succeeded' });
      const refundId = await queueRefund(client, paymentId, 500);
      const ours = { ...made, refundId, providerRefundId: 're_ours', amountMinor: 500 };
      expect(await tellOfRefund(client, ours)).toBe('updated');
      expect(await tellOfRefund(client, { ...made, refundId })).toBe('adopted');
      expect(await onTheBooks(client, registrationId)).toEqual([
        { ...booked, amount: 500, isTheirs: false },
        booked,
      ]);
    }));

  test('that fails before we hear that it was made: nothing is booked, whatever comes later', () =>
    withOpenPayment(async ({ client, registrationId }) => {
      await tell(client, { status: 'succeeded' });
      expect(await tellOfRefund(client, { ...made, status: 'failed' })).toBe('adopted');
      expect(await tellOfRefund(client)).toBe('unchanged');
      expect(await onTheBooks(client, registrationId)).toEqual([
        { ...booked, status: 'failed', from: null },
      ]);
    }));
});

test('more than was paid cannot be refunded', () =>
  withOpenPayment(async ({ client, paymentId }) => {
    await tell(client, { status: 'succeeded' });
    await client.query(`select app_private.queue_refund($1, 2000, 'requested')`, [paymentId]);
    await expect(
      client.query(`select app_private.queue_refund($1, 1001, 'requested')`, [paymentId]),
    ).rejects.toMatchObject({ code: 'FY008' });
  }));

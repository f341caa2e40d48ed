import { randomUUID } from 'node:crypto';
import {
  createTestDatabase,
  inRollback,
  insertEvent,
  insertOrganization,
  reservationRequest,
  reserve,
  saveAttendees,
  type TestDatabase,
  type TestEvent,
} from '@foyer/testing';
import type pg from 'pg';
import { findViolations, rules } from '../../src/invariants.ts';
import { beginPayment, type Scene, tell as tellAlone, withOpenPaymentIn } from './open_payment.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const withOpenPayment = (work: (scene: Scene) => Promise<void>, capacity = 2) =>
  withOpenPaymentIn(db, work, capacity);

type Event = { eventId: string; payment: Record<string, unknown> };

const tellTogether = async (client: pg.PoolClient, events: Event[]): Promise<string[]> =>
  (
    await client.query('select app_private.record_payment_events($1) as outcomes', [
      JSON.stringify(
        events.map(({ eventId, payment }) => ({
          provider: 'stripe',
          eventId,
          type: 'test',
          payment: { amountMinor: 3000, currency: 'EUR', ...payment },
          payload: {},
        })),
      ),
    ])
  ).rows[0].outcomes;

let isTogether = false;
/** About the payment pi_1, unless said otherwise. */
const tell = async (
  client: pg.PoolClient,
  payment: Record<string, unknown>,
  eventId = `evt_${randomUUID()}`,
): Promise<string | undefined> =>
  isTogether
    ? (
        await tellTogether(client, [
          { eventId, payment: { providerPaymentId: 'pi_1', ...payment } },
        ])
      )[0]
    : await tellAlone(client, payment, eventId);

const expire = async (client: pg.PoolClient, registrationId: string) => {
  await client.query(
    `update app_public.registrations set expires_at = clock_timestamp() - interval '1 second' where id = $1`,
    [registrationId],
  );
  await client.query('select app_private.expire_holds()');
};

const state = async ({ client, event, registrationId }: Scene) => ({
  registration: (
    await client.query('select status from app_public.registrations where id = $1', [
      registrationId,
    ])
  ).rows[0].status,
  tickets: (
    await client.query(
      'select count(*)::int as n from app_public.tickets where registration_id = $1',
      [registrationId],
    )
  ).rows[0].n,
  quota: (
    await client.query(
      'select held_count as held, sold_count as sold from app_public.quotas where event_id = $1',
      [event.id],
    )
  ).rows[0],
  refunds: (
    await client.query(
      'select reason, amount_minor as amount from app_public.refunds where registration_id = $1',
      [registrationId],
    )
  ).rows,
  ledger: (
    await client.query(
      'select credit_account as credit, amount_minor as amount from app_public.ledger_entries where registration_id = $1',
      [registrationId],
    )
  ).rows,
});

const paid = {
  registration: 'confirmed',
  tickets: 2,
  quota: { held: 0, sold: 2 },
  refunds: [],
  ledger: [{ credit: 'sales', amount: 3000 }],
};

describe.each([
  ['alone', false],
  ['in a batch', true],
])('an event that comes %s', (_how, together) => {
  beforeAll(() => {
    isTogether = together;
  });

  test('money that arrives in time issues the tickets once', () =>
    withOpenPayment(async (scene) => {
      expect(await tell(scene.client, { status: 'succeeded' })).toBe('confirmed');
      expect(await state(scene)).toEqual(paid);
    }));

  test('the same event twice counts once', () =>
    withOpenPayment(async (scene) => {
      await tell(scene.client, { status: 'succeeded' }, 'evt_1');
      expect(await tell(scene.client, { status: 'succeeded' }, 'evt_1')).toBe('duplicate');
      expect(await state(scene)).toEqual(paid);
    }));

  test('another event about the same money changes nothing', () =>
    withOpenPayment(async (scene) => {
      await tell(scene.client, { status: 'succeeded' });
      expect(await tell(scene.client, { status: 'succeeded' })).toBe('unchanged');
      expect(await tell(scene.client, { status: 'pending' })).toBe('unchanged');
      expect(await tell(scene.client, { status: 'failed' })).toBe('unchanged');
      expect(await state(scene)).toEqual(paid);
    }));

  test('the result does not depend on the order of events', () =>
    withOpenPayment(async (scene) => {
      expect(await tell(scene.client, { status: 'cancelled' })).toBe('updated');
      expect(await tell(scene.client, { status: 'succeeded' })).toBe('confirmed');
      expect(await tell(scene.client, { status: 'created' })).toBe('unchanged');
      expect(await state(scene)).toEqual(paid);
    }));

  test('a declined card keeps the hold, and the buyer may try again', () =>
    withOpenPayment(async (scene) => {
      expect(await tell(scene.client, { status: 'pending', failureCode: 'card_declined' })).toBe(
        'updated',
      );
      expect(await state(scene)).toMatchObject({
        registration: 'pending',
        quota: { held: 2, sold: 0 },
      });
      expect(await beginPayment(scene.client, scene.registrationId)).toBe(scene.paymentId);
      expect(await tell(scene.client, { status: 'succeeded' })).toBe('confirmed');
    }));

  test('a failed payment makes room for a new one', () =>
    withOpenPayment(async (scene) => {
      await tell(scene.client, { status: 'failed', failureCode: 'expired_card' });
      expect(await beginPayment(scene.client, scene.registrationId)).not.toBe(scene.paymentId);
    }));

  test('money after expiry takes the tickets again while they are there', () =>
    withOpenPayment(async (scene) => {
      await expire(scene.client, scene.registrationId);
      expect(await state(scene)).toMatchObject({
        registration: 'expired',
        quota: { held: 0, sold: 0 },
      });
      expect(await tell(scene.client, { status: 'succeeded' })).toBe('confirmed');
      expect(await state(scene)).toEqual(paid);
    }));

  test('money after expiry goes back in full when the tickets are gone, and the buyer is told', () =>
    withOpenPayment(async (scene) => {
      const { client, event, registrationId } = scene;
      await expire(client, registrationId);
      await reserve(client, reservationRequest(event));
      expect(await tell(client, { status: 'succeeded' })).toBe('refund_queued');
      expect(await state(scene)).toEqual({
        registration: 'expired',
        tickets: 0,
        quota: { held: 1, sold: 0 },
        refunds: [{ reason: 'paid_after_expiry', amount: 3000 }],
        ledger: [{ credit: 'unallocated', amount: 3000 }],
      });
      const { rows } = await client.query(
        `select topic from app_private.outbox where payload ->> 'registrationId' = $1 or topic = 'refund.queued' order by id`,
        [registrationId],
      );
      expect(rows.map((row) => row.topic)).toEqual([
        'registration.expired',
        'refund.queued',
        'payment.received_late',
      ]);
    }));

  test('paying twice for one registration refunds the second payment', () =>
    withOpenPayment(async (scene) => {
      await tell(scene.client, { status: 'cancelled' });
      const second = await beginPayment(scene.client, scene.registrationId);
      expect(
        await tell(scene.client, {
          paymentId: second,
          providerPaymentId: 'pi_2',
          status: 'succeeded',
        }),
      ).toBe('confirmed');
      expect(await tell(scene.client, { status: 'succeeded' })).toBe('refund_queued');
      expect(await state(scene)).toMatchObject({
        registration: 'confirmed',
        tickets: 2,
        refunds: [{ reason: 'paid_twice', amount: 3000 }],
      });
    }));

  test.each<[string, { amountMinor?: number; currency?: string }]>([
    ['amount', { amountMinor: 2999 }],
    ['currency', { currency: 'USD' }],
  ])('a wrong %s issues nothing and goes back', (_what, payment) =>
    withOpenPayment(async (scene) => {
      expect(await tell(scene.client, { status: 'succeeded', ...payment })).toBe('refund_queued');
      expect(await state(scene)).toMatchObject({
        registration: 'pending',
        tickets: 0,
        refunds: [{ reason: 'amount_mismatch', amount: payment.amountMinor ?? 3000 }],
      });
    }),
  );

  test('an event about a payment that we do not know is kept and changes nothing', () =>
    withOpenPayment(async (scene) => {
      expect(
        await tell(scene.client, { providerPaymentId: 'pi_of_somebody', status: 'succeeded' }),
      ).toBe('unknown');
      expect(await state(scene)).toMatchObject({ registration: 'pending', ledger: [] });
    }));
});

test('an expired hold cannot be paid any more', () =>
  withOpenPayment(async ({ client, registrationId }) => {
    await expire(client, registrationId);
    await expect(beginPayment(client, registrationId)).rejects.toMatchObject({ code: 'FY009' });
  }));

test('of two pages that were opened at once for one payment everybody gets the first', () =>
  withOpenPayment(async ({ client, paymentId }) => {
    const { rows } = await client.query(
      'select app_private.record_payment_pages($1, $2, $3) as urls',
      [
        [paymentId, paymentId],
        ['pi_2', 'pi_3'],
        ['https://pay.example/2', 'https://pay.example/3'],
      ],
    );
    expect(rows).toEqual([{ urls: ['https://pay.example/1', 'https://pay.example/1'] }]);
    const { rows: kept } = await client.query(
      'select provider_payment_id as id, redirect_url as url from app_public.payments where id = $1',
      [paymentId],
    );
    expect(kept).toEqual([{ id: 'pi_1', url: 'https://pay.example/1' }]);
  }));

test('payment cannot begin for a stranger, nor before the attendees are known', () =>
  inRollback(db.pools.admin, async (client) => {
    const { id: orgId } = await insertOrganization(client);
    const event = await insertEvent(client, { orgId, ticketTypes: [{ priceMinor: 100 }] });
    const { registrationId } = await reserve(client, reservationRequest(event));
    await client.query('savepoint before');
    await expect(beginPayment(client, registrationId)).rejects.toMatchObject({ code: 'FY018' });
    await client.query('rollback to before');
    await expect(
      client.query(`select app_private.begin_payment($1, $2, $2, 'stripe')`, [
        registrationId,
        randomUUID(),
      ]),
    ).rejects.toMatchObject({ code: 'FY006' });
  }));

describe('events that come together', () => {
  type Order = { registrationId: string; paymentId: string };

  /** As many orders of two tickets, each with its payment open. */
  const withOrders = (
    count: number,
    work: (scene: { client: pg.PoolClient; event: TestEvent; orders: Order[] }) => Promise<void>,
  ) =>
    inRollback(db.pools.admin, async (client) => {
      const { id: orgId } = await insertOrganization(client);
      const event = await insertEvent(client, {
        orgId,
        quotas: { event: 2 * count },
        ticketTypes: [{ priceMinor: 1500 }],
      });
      const orders: Order[] = [];
      for (let i = 0; i < count; i += 1) {
        const { registrationId } = await reserve(
          client,
          reservationRequest(event, { quantity: 2 }),
        );
        await saveAttendees(client, registrationId);
        orders.push({ registrationId, paymentId: await beginPayment(client, registrationId) });
      }
      await work({ client, event, orders });
    });
  const of = ({ paymentId }: Order | undefined = { registrationId: '', paymentId: '' }) => ({
    paymentId,
    providerPaymentId: `pi_${paymentId}`,
  });

  test('each get their own answer, in the order of arrival', () =>
    withOrders(5, async ({ client, event, orders }) => {
      const [plain, alsoPlain, declined, late, wrong] = orders;
      await expire(client, late?.registrationId ?? '');
      const events: Event[] = [
        { eventId: 'z', payment: { ...of(plain), status: 'succeeded' } },
        { eventId: 'y', payment: { ...of(declined), status: 'pending', failureCode: 'declined' } },
        { eventId: 'z', payment: { ...of(plain), status: 'succeeded' } },
        { eventId: 'x', payment: { ...of(plain), status: 'succeeded' } },
        { eventId: 'w', payment: { ...of(late), status: 'succeeded' } },
        { eventId: 'v', payment: { providerPaymentId: 'pi_of_somebody', status: 'succeeded' } },
        { eventId: 'u', payment: { ...of(wrong), status: 'succeeded', amountMinor: 1 } },
        { eventId: 't', payment: { ...of(alsoPlain), status: 'succeeded' } },
        { eventId: 's', payment: { paymentId: 'not ours', status: 'succeeded' } },
      ];
      const outcomes = ['confirmed', 'updated', 'duplicate', 'unchanged', 'confirmed', 'unknown'];
      outcomes.push('refund_queued', 'confirmed', 'unknown');
      expect(await tellTogether(client, events)).toEqual(outcomes);
      expect(await tellTogether(client, events)).toEqual(events.map(() => 'duplicate'));

      expect(await findViolations(client, rules)).toEqual([]);
      const { rows } = await client.query(
        `select provider_event_id as id, outcome from app_private.payment_events order by id desc`,
      );
      expect(rows.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
        'z confirmed',
        'y updated',
        'x unchanged',
        'w confirmed',
        'v unknown',
        'u refund_queued',
        't confirmed',
        's unknown',
      ]);
      const { rows: quotas } = await client.query(
        'select held_count as held, sold_count as sold from app_public.quotas where event_id = $1',
        [event.id],
      );
      expect(quotas).toEqual([{ held: 4, sold: 6 }]);
    }));

  test('leave one line each in the record, the ledger and the outbox', () =>
    withOrders(3, async ({ client, orders }) => {
      await tellTogether(
        client,
        orders.map((order, i) => ({
          eventId: `evt_${i}`,
          payment: { ...of(order), status: 'succeeded' },
        })),
      );
      const ids = [orders.map(({ registrationId }) => registrationId)];
      const count = async (query: string) => (await client.query(query, ids)).rows[0].n;
      expect(
        await count(`select count(*)::int as n from app_public.audit_logs
          where record_id = any ($1) and new_data ->> 'status' = 'confirmed'`),
      ).toBe(3);
      expect(
        await count(`select count(*)::int as n from app_public.ledger_entries
          where registration_id = any ($1) and credit_account = 'sales' and amount_minor = 3000`),
      ).toBe(3);
      expect(
        await count(`select count(*)::int as n from app_private.outbox
          where topic = 'registration.confirmed' and payload ->> 'registrationId' = any ($1::text[])`),
      ).toBe(3);
    }));

  test('none of them is stored when one cannot be applied', () =>
    withOrders(2, async ({ client, orders }) => {
      const [good, broken] = orders;
      await client.query(`update app_public.registrations set attendee_info = '[]' where id = $1`, [
        broken?.registrationId,
      ]);
      await client.query('savepoint before');
      await expect(
        tellTogether(client, [
          { eventId: 'a', payment: { ...of(good), status: 'succeeded' } },
          { eventId: 'b', payment: { ...of(broken), status: 'succeeded' } },
        ]),
      ).rejects.toMatchObject({ code: 'FY018' });
      await client.query('rollback to before');
      expect(
        await tellTogether(client, [
          { eventId: 'a', payment: { ...of(good), status: 'succeeded' } },
        ]),
      ).toEqual(['confirmed']);
    }));
});

import { randomUUID } from 'node:crypto';
import {
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

export type Scene = {
  client: pg.PoolClient;
  event: TestEvent;
  registrationId: string;
  paymentId: string;
};

/** Two tickets of 15.00 EUR held, attendees known, payment open as pi_1 at the provider. */
export const withOpenPaymentIn = (
  db: TestDatabase,
  work: (scene: Scene) => Promise<void>,
  capacity = 2,
) =>
  inRollback(db.pools.admin, async (client) => {
    const { id: orgId } = await insertOrganization(client);
    const event = await insertEvent(client, {
      orgId,
      quotas: { event: capacity },
      ticketTypes: [{ priceMinor: 1500 }],
    });
    const { registrationId } = await reserve(client, reservationRequest(event, { quantity: 2 }));
    await saveAttendees(client, registrationId);
    const paymentId = await beginPayment(client, registrationId);
    await client.query('select app_private.record_payment_intent($1, $2, $3)', [
      paymentId,
      'pi_1',
      'https://pay.example/1',
    ]);
    await work({ client, event, registrationId, paymentId });
  });

export const beginPayment = async (
  client: pg.PoolClient,
  registrationId: string,
): Promise<string> =>
  (
    await client.query<{ p: { paymentId: string } }>(
      `select app_private.begin_payment($1, null, $1, 'stripe') as p`,
      [registrationId],
    )
  ).rows[0]?.p.paymentId ?? '';

/** About the payment pi_1, unless said otherwise. */
export const tell = async (
  client: pg.PoolClient,
  payment: Record<string, unknown>,
  eventId = `evt_${randomUUID()}`,
): Promise<string | undefined> =>
  (
    await client.query(
      `select app_private.record_payment_event('stripe', $1, 'test', $2, null, '{}') ->> 'outcome' as outcome`,
      [
        eventId,
        JSON.stringify({
          providerPaymentId: 'pi_1',
          amountMinor: 3000,
          currency: 'EUR',
          ...payment,
        }),
      ],
    )
  ).rows[0].outcome;

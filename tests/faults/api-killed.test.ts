import { randomUUID } from 'node:crypto';
import { type TestEvent, until } from '@foyer/testing';
import {
  dataOf,
  insist,
  orderDetails,
  pay,
  reserve,
  sandbox,
  startPayment,
} from '../support/buyer.ts';
import { acknowledge } from '../support/invariants.ts';
import { longTest } from '../support/long.ts';
import { report } from '../support/report.ts';
import { openSale } from '../support/sale.ts';
import { killAt, serves, useSystem } from '../support/system.ts';

const system = useSystem({ services: ['api', 'worker', 'sandbox', 'inbox'] });

let event: TestEvent;
beforeAll(async () => {
  event = await openSale(system(), { ticketTypes: [{ name: 'Standard', priceMinor: 2500 }] });
});

const pointsOfReserve = ['reserve.before-commit', 'reserve.after-commit'];

test.each(pointsOfReserve)('killed at %s: the same key gives one order', async (point) => {
  const key = randomUUID();
  const { struck } = killAt(system(), 'api', point);
  const first = await reserve(system(), event, { key });
  expect(first.outcome).toBe('none');
  await struck();
  const held = dataOf(await insist(() => reserve(system(), event, { key })));
  expect(held.isReplay).toBe(point === 'reserve.after-commit');
  const again = dataOf(await reserve(system(), event, { key }));
  expect(again).toMatchObject({ registrationId: held.registrationId, isReplay: true });
  acknowledge([held.registrationId]);
});

const pointsOfPayment = ['payment.before-provider', 'payment.after-provider'];

test.each(pointsOfPayment)(
  'killed at %s: asked again there is one page, one charge',
  async (point) => {
    const held = dataOf(await reserve(system(), event));
    const start = () => startPayment(system(), held, { details: orderDetails(event, held) });
    const { struck } = killAt(system(), 'api', point);
    expect((await start()).outcome).toBe('none');
    await struck();
    const page = dataOf(await insist(start));
    expect(dataOf(await start())).toEqual(page);
    expect(await pay(system(), page)).toMatchObject({ outcome: 'succeeded' });
    await confirmed(held.registrationId);
    acknowledge([held.registrationId]);
  },
);

const pointsOfWebhook = ['webhook.before-record', 'webhook.after-record'];

test.each(pointsOfWebhook)('killed at %s: the provider calls again, paid once', async (point) => {
  const held = dataOf(await reserve(system(), event));
  const page = dataOf(await startPayment(system(), held, { details: orderDetails(event, held) }));
  const { struck } = killAt(system(), 'api', point);
  await pay(system(), page);
  await struck();
  await confirmed(held.registrationId);
  await serves(system(), 'api');
  acknowledge([held.registrationId]);
});

longTest(
  'paid, and no webhook ever comes: the worker asks, and the tickets are there within a minute',
  async () => {
    const held = dataOf(await reserve(system(), event));
    const page = dataOf(await startPayment(system(), held, { details: orderDetails(event, held) }));
    await sandbox(system(), '/script', { webhooks: { drop: 1 } });
    await pay(system(), page);
    // Nobody comes back to look, and the API is not even there.
    await system().supervisor.kill('api');
    const paidAt = Date.now();
    await confirmed(held.registrationId);
    report(`tickets ${((Date.now() - paidAt) / 1_000).toFixed(0)} s after the money (goal: 60)`);
    expect(Date.now() - paidAt).toBeLessThan(60_000);
    await system().supervisor.revive('api');
    await sandbox(system(), '/script', {});
    acknowledge([held.registrationId]);
  },
);

async function confirmed(registrationId: string): Promise<void> {
  await until(
    async () => {
      const { rows } = await system().admin.query(
        `select from app_public.registrations where id = $1 and status = 'confirmed'`,
        [registrationId],
      );
      return rows.length === 1;
    },
    { what: 'the registration to be confirmed' },
  );
}

import { until, waitsForLock } from '@foyer/testing';
import { dataOf, graphql, nameAttendees, pay, reserve, startPayment } from '../support/buyer.ts';
import { openDoor, scanUntilAnswered } from '../support/door.ts';
import { isLong } from '../support/long.ts';
import { report } from '../support/report.ts';
import { openSale } from '../support/sale.ts';
import { useSystem } from '../support/system.ts';

/**
 * Lanes keep a crowd to itself. Here the crowd's orders do not even move: everything that another tenant's
 * people want meanwhile has to be answered as if there were no crowd.
 */
const system = useSystem({ services: ['api', 'worker', 'checkin', 'sandbox', 'inbox'] });

/** The crowd's batch stands for fifteen seconds; whoever stood behind it would have waited as long. */
const atOnceMs = 2_500;
const crowdSize = 400;

test('a crowd whose orders hang keeps neither pages, orders, payments, webhooks nor the door of others waiting', async () => {
  const { admin } = system();
  const rushed = await openSale(system());
  const other = await openSale(system(), { ticketTypes: [{ priceMinor: 2500 }] });
  const door = await openDoor(system(), { tickets: 2, devices: 1 });
  const [device = ''] = door.devices;
  // The door has the event in its memory, and each way was gone once.
  await scanUntilAnswered(system(), device, door.tokens[0] ?? '');
  dataOf(await reserve(system(), other));

  // So that it stands still until a statement's time is over, not only a lock's.
  await admin.query('alter function app_private.reserve_batch set lock_timeout = 0');
  const locker = await admin.connect();
  await locker.query('begin');
  await locker.query('select from app_public.quotas where event_id = $1 for update', [rushed.id]);
  let answered = 0;
  const crowd = Promise.all(
    Array.from({ length: crowdSize }, async () => {
      await reserve(system(), rushed);
      answered += 1;
    }),
  );
  try {
    await until(() => waitsForLock(admin, 'reserve_batch'));
    const took: Record<string, number> = {};
    const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
      const began = performance.now();
      const result = await work();
      took[what] = Math.round(performance.now() - began);
      return result;
    };
    const query = 'query E($id: UUID!) { event(id: $id) { title } }';
    const page = timed('a page', async () =>
      dataOf(await graphql(system(), query, { id: other.id })),
    );
    const entry = timed('the door', () =>
      scanUntilAnswered(system(), device, door.tokens[1] ?? ''),
    );
    const held = await timed('an order', async () => dataOf(await reserve(system(), other)));
    await nameAttendees(system(), other, held);
    const payment = await timed('the way to pay', async () =>
      dataOf(await startPayment(system(), held)),
    );
    await timed('a webhook', async () => {
      await pay(system(), payment);
      await until(async () => {
        const { rows } = await admin.query(
          `select from app_public.registrations where id = $1 and status = 'confirmed'`,
          [held.registrationId],
        );
        return rows.length > 0;
      });
    });
    await page;
    expect(await entry).toBe('accepted');
    // The crowd stood still all the while, or nothing was shown.
    expect(answered).toBe(0);
    report(JSON.stringify(took));
    // Times are judged where nothing else runs.
    if (isLong)
      for (const [what, ms] of Object.entries(took))
        expect([what, ms < atOnceMs]).toEqual([what, true]);
  } finally {
    await admin.query('alter function app_private.reserve_batch reset lock_timeout');
    await locker.query('rollback');
    locker.release();
  }
  await crowd;
});

import { until, waitsForLock } from '@foyer/testing';
import { dataOf, graphql, nameAttendees, pay, reserve, startPayment } from '../support/buyer.ts';
import { openDoor, scanUntilAnswered } from '../support/door.ts';
import { isLong } from '../support/long.ts';
import { report } from '../support/report.ts';
import { openSale } from '../support/sale.ts';
import { useSystem } from '../support/system.ts';

/**
 * Lanes keep a crowd to itself. Here the crowds' orders do not even move, at as many events as an API has lanes:
 * everything that another tenant's people want meanwhile has to be answered all the same.
 */
const system = useSystem({ services: ['api', 'worker', 'checkin', 'sandbox', 'inbox'] });

const atOnceMs = 2_500;
/** How long a batch waits for its lock (`reserve_batch`). */
const lockMs = 2_000;
/** An order may find all lanes taken, each by a batch and the one behind it; the last of a crowd are in a third. */
const afterOthersMs: Record<string, number> = {
  'an order': 2 * lockMs + 1_500,
  'the crowds': 3 * lockMs + 1_500,
};
const sales = 3;
const crowdSize = 150;

test('crowds whose orders hang hear so soon, and keep neither pages, orders, payments, webhooks nor the door of others waiting', async () => {
  const { admin } = system();
  const rushed = [];
  for (let n = 0; n < sales; n++) rushed.push(await openSale(system()));
  const other = await openSale(system(), { ticketTypes: [{ priceMinor: 2500 }] });
  const door = await openDoor(system(), { tickets: 2, devices: 1 });
  const [device = ''] = door.devices;
  // The door has the event in its memory, and each way was gone once.
  await scanUntilAnswered(system(), device, door.tokens[0] ?? '');
  dataOf(await reserve(system(), other));

  const locker = await admin.connect();
  await locker.query('begin');
  await locker.query('select from app_public.quotas where event_id = any ($1) for update', [
    rushed.map(({ id }) => id),
  ]);
  const outcomes: Record<string, number> = {};
  const crowd = Promise.all(
    rushed.flatMap((sale) =>
      Array.from({ length: crowdSize }, async () => {
        const answer = await reserve(system(), sale);
        const outcome = answer.outcome === 'error' ? answer.code : answer.outcome;
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      }),
    ),
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
    // Nobody stands there without a word for as long as the lock is held.
    await timed('the crowds', () => crowd);
    expect(outcomes).toEqual({ UNAVAILABLE: sales * crowdSize });
    report(JSON.stringify(took));
    // Times are judged where nothing else runs.
    if (isLong)
      for (const [what, ms] of Object.entries(took))
        expect([what, ms < (afterOthersMs[what] ?? atOnceMs)]).toEqual([what, true]);
  } finally {
    await locker.query('rollback');
    locker.release();
  }
});

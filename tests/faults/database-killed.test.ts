import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@foyer/testing';
import { startCrowd } from '../support/crowd.ts';
import { acknowledge, checkInvariants, watchCapacity } from '../support/invariants.ts';
import { isLong, longTest, quickOrLong } from '../support/long.ts';
import { report } from '../support/report.ts';
import { openSale } from '../support/sale.ts';
import { seeded, seedNote } from '../support/seed.ts';
import { useSystem } from '../support/system.ts';

// Durable, as in production: what is asked is whether an acknowledged order survives a power cut.
const system = useSystem({ services: ['api', 'worker', 'inbox'], isDurable: true });

const rounds = quickOrLong(1, 5);
/** On a machine that does nothing else; the quick form waits longer and measures nothing. */
const backWithinMs = isLong ? 3_000 : 20_000;

describe(`PostgreSQL killed while people buy ${seedNote}`, () => {
  test('loses no acknowledged order, says nothing but "ask again", and is back at once', async () => {
    const random = seeded('database-killed');
    const { admin, supervisor } = system();
    const event = await openSale(system());
    const watch = watchCapacity(admin);
    const crowd = startCrowd(system(), event, {
      buyers: 96,
      quantity: () => random.between(1, 4),
    });
    for (let round = 1; round <= rounds; round += 1) {
      await crowd.nextHeld();
      await sleep(random.between(500, 1_500));
      // The postmaster and every backend, all at once, in the middle of whatever they do.
      await supervisor.kill('postgres');
      await supervisor.revive('postgres');
      await crowd.nextHeld(backWithinMs);
    }
    await until(() => crowd.held().length > 100);
    await crowd.stop();
    expect(Object.keys(crowd.troubles()).sort()).toEqual(['200 UNAVAILABLE']);
    const { acknowledged, replays } = await crowd.settle();
    if (isLong) report(`${acknowledged.length} orders, ${replays} of them known only by key`);
    expect((await watch.stop()).violations).toEqual([]);
    acknowledge(acknowledged);
  });

  longTest('control: a commit that is answered before it is on disk is found missing', async () => {
    const { admin, supervisor } = system();
    const event = await openSale(system());
    await admin.query('alter system set synchronous_commit = off');
    // Written as late as possible, so that a kill always comes before.
    await admin.query(`alter system set wal_writer_delay = '10s'`);
    await admin.query('select pg_reload_conf()');
    try {
      const crowd = startCrowd(system(), event, { buyers: 96 });
      await crowd.nextHeld();
      await sleep(1_500);
      await supervisor.kill('postgres');
      await supervisor.revive('postgres');
      await crowd.stop();
      const acknowledged = crowd.held().map(({ registrationId }) => registrationId);
      expect((await checkInvariants(system(), { acknowledged })).join()).toContain(
        'an acknowledged registration is not stored',
      );
    } finally {
      await admin.query('alter system reset all');
      await admin.query('select pg_reload_conf()');
    }
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '@foyer/db';
import { until } from '@foyer/testing';
import { startCrowd } from '../support/crowd.ts';
import { checkInvariants, watchCapacity } from '../support/invariants.ts';
import { quickOrLong } from '../support/long.ts';
import { report } from '../support/report.ts';
import { openSale } from '../support/sale.ts';
import { seeded, seedNote } from '../support/seed.ts';
import { serves, startSecondApi, useSystem } from '../support/system.ts';

const system = useSystem({ services: ['api'] });

describe(`a release rolled out while people buy ${seedNote}`, () => {
  test('old and new side by side, the schema applied in between, the old one drained: nobody sees an error', async () => {
    const random = seeded('release');
    const { admin, plan, supervisor } = system();
    const event = await openSale(system());
    // What a load balancer does: requests go to those that are ready and not to be stopped.
    const first = plan.publicUrls.api;
    let targets = [first];
    const watch = watchCapacity(admin);
    const crowd = startCrowd(system(), event, {
      buyers: 32,
      quantity: () => random.between(1, 4),
      caller: () => ({ url: random.pick(targets) }),
    });
    await crowd.nextHeld();
    const second = await startSecondApi(system());
    for (let round = 0; round < quickOrLong(1, 4); round += 1) {
      targets = [first, second.url];
      // As if every policy, function and trigger had changed: it wants every table for itself.
      await admin.query('delete from app_private.applied_objects');
      const { objects } = await migrate(plan.adminUrl);
      expect(objects.length).toBeGreaterThan(100);
      await sleep(random.between(200, 600));

      targets = [second.url];
      await drain('api');
      await serves(system(), 'api');
      targets = [first, second.url];
      await sleep(random.between(200, 600));
      targets = [first];
      await drain(second.name);
      await until(async () => (await fetch(`${second.url}/health/ready`)).ok);
    }
    await crowd.stop();
    expect(crowd.troubles()).toEqual({});
    const { acknowledged } = await crowd.settle();
    report(`${acknowledged.length} orders, none of them saw a release`);
    expect((await watch.stop()).violations).toEqual([]);
    expect(await checkInvariants(system(), { acknowledged })).toEqual([]);
    expect(supervisor.pidOf('api')).toBeDefined();
  });
});

/** Asks a process to end, while it has requests under way; its supervisor starts the next one. */
async function drain(name: string): Promise<void> {
  const { supervisor } = system();
  const pid = supervisor.pidOf(name);
  if (!pid) throw new Error(`${name} does not run`);
  process.kill(pid, 'SIGTERM');
  await until(() => supervisor.pidOf(name) !== pid, { what: `${name} to end` });
}

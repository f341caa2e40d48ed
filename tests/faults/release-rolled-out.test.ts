import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '@foyer/db';
import { until } from '@foyer/testing';
import { startCrowd } from '../support/crowd.ts';
import { acknowledge, watchCapacity } from '../support/invariants.ts';
import { isLong, quickOrLong } from '../support/long.ts';
import { nextRelease } from '../support/next-release.ts';
import { report } from '../support/report.ts';
import { openSale } from '../support/sale.ts';
import { seeded, seedNote } from '../support/seed.ts';
import { serves, startSecondApi, useSystem } from '../support/system.ts';

const system = useSystem({ services: ['api', 'worker', 'inbox'] });

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
      buyers: 96,
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
    acknowledge(acknowledged);
    expect(supervisor.pidOf('api')).toBeDefined();
  });
});

describe(`a schema that grows while people buy ${seedNote}`, () => {
  test('what waits for a table that is read for long holds up nobody at another', async () => {
    const { admin, plan } = system();
    const event = await openSale(system());
    const next = await nextRelease({
      '9001_expand.sql': `alter table app_public.registrations add column campaign text default 'none' not null;
        alter table app_public.registrations add constraint campaign_is_short check (length(campaign) < 100) not valid;`,
      '9002_check.sql':
        'alter table app_public.registrations validate constraint campaign_is_short;',
      '9003_index.sql': `drop index concurrently if exists app_public.registrations_of_campaign;
        create index concurrently registrations_of_campaign on app_public.registrations (campaign);`,
      '9004_waits.sql': 'alter table app_public.events add column theme text;',
      '9005_contract.sql': 'alter table app_public.registrations drop column campaign;',
    });
    const migrated = async () => {
      const { rows } = await admin.query<{ name: string }>(
        `select name from knex_migrations where name like '9%' order by name`,
      );
      return rows.map(({ name }) => name);
    };
    const crowd = startCrowd(system(), event, { buyers: 96 });
    await crowd.nextHeld();
    // As a long report does, and whoever leaves a transaction open.
    const reader = await admin.connect();
    await reader.query('begin; select from app_public.events limit 1');
    const migrating = Promise.all([next.migrate(plan.adminUrl), next.migrate(plan.adminUrl)]);
    try {
      await until(async () => (await migrated()).at(-1) === '9003_index.sql');
      const { rows } = await admin.query(
        `select indisvalid as "isValid" from pg_index
         where indexrelid = 'app_public.registrations_of_campaign'::regclass`,
      );
      expect(rows).toEqual([{ isValid: true }]);
      let longestWait = 0;
      const isWaiting = async () => {
        const { rows } = await admin.query<{ seconds: number | null }>(
          `select extract(epoch from clock_timestamp() - waitstart)::float as seconds from pg_locks
           where relation = 'app_public.events'::regclass and mode = 'AccessExclusiveLock'`,
        );
        for (const { seconds } of rows) longestWait = Math.max(longestWait, seconds ?? 0);
        return rows.length > 0;
      };
      await until(isWaiting, { everyMs: 5 });
      // It gives up, so that those who queued behind it are served.
      await until(async () => !(await isWaiting()), { everyMs: 5 });
      report(`a migration waited ${longestWait.toFixed(2)} s for its lock (goal: 1 s)`);
      // Its time is up after a second; a busy machine hears of it a moment later.
      if (isLong) expect(longestWait).toBeLessThan(1.2);
      await crowd.nextHeld();
    } finally {
      await reader.query('rollback');
      reader.release();
    }
    const applied = (await migrating).map(({ migrations }) => migrations.length);
    expect(applied.sort()).toEqual([0, 5]);
    await crowd.nextHeld();
    await crowd.stop();
    next.remove();

    expect(crowd.troubles()).toEqual({});
    const { acknowledged } = await crowd.settle();
    report(
      `${acknowledged.length} orders while the schema grew, the slowest in ${crowd.slowestMs().toFixed(0)} ms`,
    );
    acknowledge(acknowledged);
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

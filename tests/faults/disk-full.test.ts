import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@foyer/testing';
import pg from 'pg';
import { startCrowd } from '../support/crowd.ts';
import { acknowledge } from '../support/invariants.ts';
import { quickOrLong } from '../support/long.ts';
import { openSale } from '../support/sale.ts';
import { type System, useSystem } from '../support/system.ts';

const system = useSystem({ services: ['api', 'worker', 'inbox'], isDurable: true });

/** A volume of our own needs root and Linux; elsewhere the test is reported as skipped. */
const canMount = process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;

const isReady = async (): Promise<boolean> =>
  (await fetch(`${system().plan.publicUrls.api}/health/ready`)).ok;

(canMount ? test : test.skip)(
  'the disk of the write-ahead log fills up: errors and no false word, and all is well once there is room',
  async () => {
    const volume = await moveLogToSmallVolume(system());
    await until(isReady);
    const event = await openSale(system());
    const crowd = startCrowd(system(), event, { buyers: 16 });
    await crowd.nextHeld();

    volume.fill();
    await until(async () => !(await isReady().catch(() => false)), {
      what: 'health to tell',
    });
    await sleep(quickOrLong(500, 5_000));
    const said = readFileSync(join(system().stateDir, 'logs/postgres.log'), 'utf8');
    expect(said).toContain('No space left on device');
    volume.makeRoom();
    // Nobody restarts anything: PostgreSQL recovers, the pools find it.
    await crowd.nextHeld();
    await until(isReady);
    await crowd.stop();
    const { acknowledged } = await crowd.settle();
    expect(Object.keys(crowd.troubles())).toEqual(['200 UNAVAILABLE']);
    acknowledge(acknowledged);
  },
);

test('every connection of PostgreSQL taken by others: errors and no false word, then all is well', async () => {
  const { admin, plan } = system();
  const event = await openSale(system());
  const crowd = startCrowd(system(), event, { buyers: 16 });
  await crowd.nextHeld();
  const others: pg.Client[] = [];
  try {
    // Ours are ended again and again, until none is left for us.
    await until(
      async () => {
        for (let i = 0; i < 50; i += 1) {
          const client = new pg.Client({ connectionString: plan.databaseUrls.worker });
          client.on('error', () => {});
          const isIn = await client.connect().then(
            () => true,
            () => false,
          );
          if (!isIn) break;
          others.push(client);
        }
        await admin.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'foyer-api%'`,
        );
        return Object.keys(crowd.troubles()).length > 0 && !(await isReady());
      },
      { what: 'buyers and health to tell' },
    );
    await sleep(quickOrLong(300, 3_000));
  } finally {
    await Promise.all(others.map((client) => client.end()));
  }
  await crowd.nextHeld(20_000);
  await until(isReady);
  await crowd.stop();
  expect(Object.keys(crowd.troubles())).toEqual(['200 UNAVAILABLE']);
  const { acknowledged } = await crowd.settle();
  acknowledge(acknowledged);
});

/**
 * PostgreSQL again, with its log on 128 MB that only it can see: the volume belongs to a namespace, which
 * goes away with the processes in it, however they end.
 */
async function moveLogToSmallVolume({ supervisor, stateDir }: System) {
  const spec = supervisor.specOf('postgres');
  if (!spec) throw new Error('PostgreSQL was never started');
  const dataDir = spec.args[spec.args.indexOf('-D') + 1] ?? '';
  const log = join(dataDir, 'pg_wal');
  const ready = join(stateDir, 'volume-is-ready');
  await supervisor.kill('postgres');
  await supervisor.start({
    name: 'volume',
    command: 'unshare',
    args: ['--mount', 'sh', '-ec'].concat(
      `cp -a '${log}' '${log}.before' && mount -t tmpfs -o size=128m,mode=700 tmpfs '${log}' &&
       cp -a '${log}.before/.' '${log}/' && chown -R ${spec.uid}:${spec.gid} '${log}' && touch '${ready}' && exec sleep 3600`,
    ),
    env: { PATH: process.env.PATH },
    isReady: async () => existsSync(ready),
  });
  const volumePid = supervisor.pidOf('volume');
  const { uid, gid, ...rest } = spec;
  await supervisor.start({
    ...rest,
    command: 'nsenter',
    args: [`--target=${volumePid}`, '--mount', `--setuid=${uid}`, `--setgid=${gid}`, '--']
      .concat(spec.command)
      .concat(spec.args),
  });
  const ballast = join(`/proc/${volumePid}/root`, log, 'ballast');
  return {
    fill() {
      try {
        for (;;) writeFileSync(ballast, Buffer.alloc(1 << 20), { flag: 'a' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
      // What is left of the last segments is used up at once.
      void useUpSegments(system().admin);
    },
    makeRoom: () => rmSync(ballast),
  };
}

/** Each switch leaves the rest of a segment unused; when no new one can be made, PostgreSQL stops. */
async function useUpSegments(admin: pg.Pool): Promise<void> {
  for (let i = 0; i < 20; i += 1) {
    try {
      await admin.query(`select pg_logical_emit_message(false, 'filler', 'x'), pg_switch_wal()`);
    } catch {
      return;
    }
  }
}

import { spawn } from 'node:child_process';
import { existsSync, globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { System } from '../../../scripts/launcher/throwaway-system.ts';

function findPgbench(): string {
  const onPath = (process.env.PATH ?? '').split(':').map((dir) => join(dir, 'pgbench'));
  const found = [...onPath, ...globSync('/usr/lib/postgresql/*/bin/pgbench')].find(existsSync);
  if (!found)
    throw new Error('pgbench is not installed. On Debian: apt-get install postgresql-contrib');
  return found;
}

/** @returns transactions per second of a script, as pgbench counts them without the connecting */
export async function pgbench(options: {
  databaseUrl: string;
  script: string;
  clients: number;
  seconds: number;
  dir: string;
}): Promise<number> {
  const file = join(options.dir, 'pgbench.sql');
  writeFileSync(file, options.script);
  const args = ['-n', '-M', 'prepared', '-c', String(options.clients)];
  args.push('-j', String(Math.min(2, options.clients)), '-T', String(options.seconds));
  return tpsOf(await runPgbench([...args, '-f', file, options.databaseUrl]));
}

/** @returns what pgbench printed */
export async function runPgbench(args: string[]): Promise<string> {
  const child = spawn(findPgbench(), args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`pgbench failed:\n${err}`);
  return out;
}

/** Transactions per second, as pgbench counts them without the connecting. */
export function tpsOf(output: string): number {
  const tps = /^tps = ([\d.]+)/m.exec(output)?.[1];
  if (!tps) throw new Error(`pgbench said:\n${output}`);
  return Number(tps);
}

/** The yardstick of a hot row: one row updated in a loop, at the number of connections that suits it best. */
export async function bestRowUpdate({ admin, plan, stateDir }: System) {
  await admin.query('create table bench_counter (id int primary key, sold int, capacity int)');
  await admin.query('insert into bench_counter values (1, 0, 2000000000)');
  const update = (clients: number, seconds: number) =>
    pgbench({
      databaseUrl: plan.adminUrl,
      clients,
      seconds,
      dir: stateDir,
      script: 'update bench_counter set sold = sold + 1 where id = 1 and sold < capacity;\n',
    });
  let best = { connections: 1, tps: 0 };
  for (const connections of [1, 2, 3, 4, 8]) {
    const tps = await update(connections, 2);
    if (tps > best.tps) best = { connections, tps };
  }
  const { connections } = best;
  return { connections, run: (seconds: number) => update(connections, seconds) };
}

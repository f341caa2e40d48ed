import { execFileSync, spawn } from 'node:child_process';
import { existsSync, globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
  const child = spawn(findPgbench(), [...args, '-f', file, options.databaseUrl]);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  await new Promise((resolve) => child.once('close', resolve));
  const tps = /^tps = ([\d.]+)/m.exec(out)?.[1];
  if (!tps) throw new Error(`pgbench failed:\n${err}`);
  return Number(tps);
}

export function pgbenchVersion(): string {
  return execFileSync(findPgbench(), ['--version'], { encoding: 'utf8' }).trim();
}

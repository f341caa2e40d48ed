import { spawn } from 'node:child_process';
import type { System } from '../../../scripts/launcher/throwaway-system.ts';
import { findPgbench } from './pgbench.ts';

const scale = 10;
const clients = 8;

/** The public yardstick: pgbench's own TPC-B-like transactions per second, scale 10, 8 clients. */
export async function tpcB({ admin, plan }: System) {
  await admin.query('create database bench_tpcb');
  const url = new URL(plan.adminUrl);
  url.pathname = '/bench_tpcb';
  await pgbench(['-i', '-q', '-s', String(scale), url.href]);
  return {
    what: `pgbench TPC-B-like, scale ${scale}, ${clients} clients`,
    async run(seconds: number): Promise<number> {
      const out = await pgbench([
        '-n',
        '-c',
        String(clients),
        '-j',
        '2',
        '-T',
        String(seconds),
        url.href,
      ]);
      const tps = /^tps = ([\d.]+)/m.exec(out)?.[1];
      if (!tps) throw new Error(`pgbench said:\n${out}`);
      return Number(tps);
    },
  };
}

async function pgbench(args: string[]): Promise<string> {
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

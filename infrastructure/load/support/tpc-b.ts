import type { System } from '../../../scripts/launcher/throwaway-system.ts';
import { runPgbench, tpsOf } from './pgbench.ts';

const scale = 10;
const clients = 8;

/** The public yardstick: pgbench's own TPC-B-like transactions per second, scale 10, 8 clients. */
export async function tpcB({ admin, plan }: System) {
  await admin.query('create database bench_tpcb');
  const url = new URL(plan.adminUrl);
  url.pathname = '/bench_tpcb';
  await runPgbench(['-i', '-q', '-s', String(scale), url.href]);
  return {
    what: `pgbench TPC-B-like, simple protocol, scale ${scale}, ${clients} clients`,
    async run(seconds: number): Promise<number> {
      const timed = ['-n', '-c', String(clients), '-j', '2', '-T', String(seconds)];
      return tpsOf(await runPgbench([...timed, url.href]));
    },
  };
}

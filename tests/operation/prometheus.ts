import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@foyer/testing';
import { stringify } from 'yaml';
import { z } from 'zod';
import { nodeBinary } from '../../scripts/launcher/paths.ts';
import type { System } from '../support/system.ts';
import { metricsOfWeb } from './metric-names.ts';
import { hasten, readRules } from './rules.ts';

const runs = (command: string) =>
  spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;

/** Debian's package `prometheus` brings both. */
export const hasPrometheus = runs('prometheus') && runs('promtool');

/** Rules hastened sixty times want scrapes hastened too: 15 s become a quarter, with room for a busy machine. */
const scrapeInterval = '500ms';

const metricsPorts = {
  api: 'API_PORT',
  worker: 'WORKER_PORT',
  checkin: 'CHECKIN_PORT',
} as const;
type Scraped = keyof typeof metricsPorts;
export const scraped = Object.keys(metricsPorts) as Scraped[];

/** Where a service listens, as the launcher told it. */
export function addressOf(system: System, service: Scraped): string {
  const port = system.supervisor.specOf(service)?.env[metricsPorts[service]];
  if (!port) throw new Error(`${service} is not part of the system`);
  return `127.0.0.1:${port}`;
}

const answer = z.object({ status: z.literal('success'), data: z.unknown() });
const alerts = z.object({
  alerts: z.array(
    z.object({
      state: z.enum(['pending', 'firing']),
      labels: z.record(z.string(), z.string()),
      annotations: z.record(z.string(), z.string()),
    }),
  ),
});
const vector = z.object({ result: z.array(z.unknown()) });
const matrix = z.object({
  result: z.array(z.object({ metric: z.record(z.string(), z.string()) })),
});
export type ActiveAlert = z.infer<typeof alerts>['alerts'][number];

export type Prometheus = {
  url: string;
  /** Alerts that ring, and those whose time has not come. */
  alerts(): Promise<ActiveAlert[]>;
  /** The series of an expression now; throws when it cannot be parsed. */
  query(expr: string): Promise<unknown[]>;
  /** The labels of every series that an expression has had since the start. */
  labelsOverTime(expr: string): Promise<Record<string, string>[]>;
};

/** A real Prometheus over the system's services and our rules, gone when the system is. */
export async function startPrometheus(system: System): Promise<Prometheus> {
  const dir = join(system.stateDir, 'prometheus');
  mkdirSync(dir);
  const webPort = await freePort();
  const targets = {
    ...Object.fromEntries(scraped.map((service) => [service, addressOf(system, service)])),
    web: `127.0.0.1:${webPort}`,
  };
  writeFileSync(join(dir, 'alerts.yml'), hasten(readRules()));
  writeFileSync(
    join(dir, 'prometheus.yml'),
    stringify({
      global: {
        scrape_interval: scrapeInterval,
        scrape_timeout: scrapeInterval,
        evaluation_interval: scrapeInterval,
      },
      rule_files: ['alerts.yml'],
      scrape_configs: Object.entries(targets).map(([service, address]) => ({
        job_name: `foyer-${service}`,
        static_configs: [{ targets: [address] }],
      })),
    }),
  );
  await standInForWeb(system, webPort);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await system.supervisor.start({
    name: 'prometheus',
    command: 'prometheus',
    args: [
      `--config.file=${join(dir, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(dir, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    env: { PATH: process.env.PATH },
    isReady: async () => (await fetch(`${url}/-/ready`)).ok,
  });
  const startedAt = Date.now();
  async function get(path: string): Promise<unknown> {
    const response = await fetch(`${url}/api/v1/${path}`);
    const body: unknown = await response.json();
    const parsed = answer.safeParse(body);
    if (!parsed.success) throw new Error(`${path}: ${JSON.stringify(body)}`);
    return parsed.data.data;
  }
  return {
    url,
    alerts: async () => alerts.parse(await get('alerts')).alerts,
    query: async (expr) =>
      vector.parse(await get(`query?query=${encodeURIComponent(expr)}`)).result,
    labelsOverTime: async (expr) => {
      const query = new URLSearchParams({
        query: expr,
        start: String(startedAt / 1_000),
        end: String(Date.now() / 1_000),
        step: '1',
      });
      return matrix.parse(await get(`query_range?${query}`)).result.map(({ metric }) => metric);
    },
  };
}

/** The web app takes a build to start; Prometheus knows of it what it tells. */
async function standInForWeb({ supervisor }: System, port: number): Promise<void> {
  await supervisor.start({
    name: 'web',
    command: nodeBinary,
    args: [
      '-e',
      `require('node:http').createServer((_, res) => res.setHeader('content-type', 'text/plain; version=0.0.4').end(process.env.METRICS)).listen(${port}, '127.0.0.1')`,
    ],
    env: { PATH: process.env.PATH, METRICS: metricsOfWeb() },
    isReady: async () => (await fetch(`http://127.0.0.1:${port}/`)).ok,
  });
}

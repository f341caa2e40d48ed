import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { rootDir } from '../../scripts/launcher/paths.ts';
import { dashboards } from './dashboards.ts';
import { hasPrometheus } from './prometheus.ts';
import { alertsOf, hasten, readRules, rulesFile } from './rules.ts';

const runbooksDir = join(rootDir, 'docs/runbooks');
const pages = readdirSync(runbooksDir).filter((name) => name !== 'README.md');
const alerts = alertsOf(readRules());

/** Whatever is a text in the sources: what a service logs and what it calls its connections are among them. */
const texts = new Set(
  ['apps/api/src', 'apps/worker/src', 'apps/checkin/src', 'libs/runtime/src']
    .flatMap((dir) =>
      readdirSync(join(rootDir, dir), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(join(rootDir, dir, name), 'utf8')),
    )
    .flatMap((source) => [...source.matchAll(/'([^'\n]+)'/g)].map(([, text]) => text)),
);

/** FoyerServiceDown is explained in service-down.md. */
const pageOf = (alert: string) =>
  `${alert
    .replace(/^Foyer/, '')
    .replace(/(?<!^)([A-Z])/g, '-$1')
    .toLowerCase()}.md`;

test.each(alerts.map(({ alert }) => alert))('%s links its page', (name) => {
  const alert = alerts.find((one) => one.alert === name);
  expect(alert?.annotations.runbook).toBe(`docs/runbooks/${pageOf(name)}`);
  expect(pages).toContain(pageOf(name));
});

test.each(pages)(
  '%s is about an alert, and says what it means, where to look, what to do',
  (page) => {
    const alert = alerts.find((one) => pageOf(one.alert) === page);
    const text = readFileSync(join(runbooksDir, page), 'utf8');
    expect(text.split('\n')[0]).toBe(`# ${alert?.alert}`);
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
      'What it means',
      'Where to look',
      'What to do',
      'It is over when',
    ]);
  },
);

test.each(pages)('%s names log lines that the services write', (page) => {
  const text = readFileSync(join(runbooksDir, page), 'utf8');
  for (const [, line = ''] of text.matchAll(/"msg":"([^"]+)"/g)) expect(texts).toContain(line);
});

test.each(pages)('%s asks for connections by names that the services give them', (page) => {
  const text = readFileSync(join(runbooksDir, page), 'utf8');
  for (const [, name = ''] of text.matchAll(/\bapplication_name = '([^']+)'/g))
    expect(texts).toContain(name);
});

test('the index names every page', () => {
  const index = readFileSync(join(runbooksDir, 'README.md'), 'utf8');
  for (const { alert } of alerts) expect(index).toContain(`[${alert}](${pageOf(alert)})`);
});

test('hastening changes how long things take, and no threshold', () => {
  const before = alertsOf(readRules());
  const after = alertsOf(z.any().parse(parse(hasten(readRules()))));
  const comparisons = (expr: string) => expr.match(/[<>]=?\s*[\d.]+/g);
  for (const [i, alert] of before.entries()) {
    expect(comparisons(after[i]?.expr ?? '')).toEqual(comparisons(alert.expr));
    expect(after[i]?.expr.replace(/\[(\d+)s\]/g, '[$1m]')).toBe(alert.expr);
    expect(after[i]?.for?.replace(/s$/, 'm')).toBe(alert.for);
  }
});

test.each(dashboards)('$file: every panel says what it shows, in which unit', ({ panels }) => {
  expect(panels.length).toBeGreaterThan(10);
  for (const panel of panels) {
    expect(panel).toMatchObject({
      description: expect.stringMatching(/\.$/),
      unit: expect.any(String),
    });
    expect(panel.exprs.length).toBeGreaterThan(0);
  }
});

test('docker compose hands Prometheus and Grafana these files', () => {
  const mounts = z.object({ volumes: z.array(z.string()), profiles: z.array(z.string()) });
  const { services } = z
    .object({ services: z.object({ prometheus: mounts, grafana: mounts }) })
    .parse(parse(readFileSync(join(rootDir, 'docker-compose.yml'), 'utf8'), { merge: true }));
  for (const { volumes, profiles } of Object.values(services)) {
    expect(profiles).toEqual(['monitoring']);
    const sources = volumes.map((mount) => mount.split(':')[0] ?? '');
    for (const source of sources.filter((name) => name.startsWith('./')))
      expect(existsSync(join(rootDir, source))).toBe(true);
  }
});

const tested = hasPrometheus ? test : test.skip;

tested('promtool accepts the rules and the configuration', () => {
  const check = (what: string, file: string) => {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', what, file], {
      encoding: 'utf8',
    });
    expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({
      status: 0,
      output: '',
    });
  };
  check('rules', rulesFile);
  check('config', join(rootDir, 'infrastructure/prometheus/prometheus.yml'));
});

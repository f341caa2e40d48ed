import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir } from '../../scripts/launcher/paths.ts';
import type { System } from '../support/system.ts';
import { addressOf, scraped } from './prometheus.ts';

/** Every name a service tells, with those a histogram is asked by. */
export async function metricNames(system: System): Promise<Set<string>> {
  const names = new Set<string>(namesOfWeb());
  for (const service of scraped) {
    const text = await (await fetch(`http://${addressOf(system, service)}/metrics`)).text();
    for (const [, name = '', type = ''] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm))
      for (const one of asked(name, type)) names.add(one);
  }
  return names;
}

const asked = (name: string, type: string): string[] =>
  type === 'histogram' ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];

/** The web app takes a build to start, so its own metrics are read where they are made. */
const ofWeb = () => {
  const source = readFileSync(join(rootDir, 'apps/web/src/lib/metrics.ts'), 'utf8');
  const histograms = source.matchAll(
    /new Histogram\(\{\s*name: '(\w+)',[\s\S]*?labelNames: \[([^\]]*)\]/g,
  );
  return [...histograms].map(([, name = '', labels = '']) => ({
    name,
    labels: [...labels.matchAll(/'(\w+)'/g)].map(([, label]) => label),
  }));
};

const namesOfWeb = (): string[] => ofWeb().flatMap(({ name }) => asked(name, 'histogram'));

/** What it would tell when it has called the API once. */
export const metricsOfWeb = (): string =>
  ofWeb()
    .map(({ name, labels }) => {
      const all = ['service="web"', ...labels.map((label) => `${label}="one"`)].join();
      return `# TYPE ${name} histogram
${name}_bucket{${all},le="+Inf"} 1
${name}_sum{${all}} 1
${name}_count{${all}} 1
`;
    })
    .join('');

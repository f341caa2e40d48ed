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
function namesOfWeb(): string[] {
  const source = readFileSync(join(rootDir, 'apps/web/src/lib/metrics.ts'), 'utf8');
  return [...source.matchAll(/new Histogram\(\{\s*name: '(\w+)'/g)].flatMap(([, name = '']) =>
    asked(name, 'histogram'),
  );
}

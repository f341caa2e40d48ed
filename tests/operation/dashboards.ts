import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { rootDir } from '../../scripts/launcher/paths.ts';

const dir = join(rootDir, 'infrastructure/grafana/dashboards');

const panelSchema = z.object({
  type: z.string(),
  title: z.string(),
  description: z.string().optional(),
  targets: z.array(z.object({ expr: z.string() })).default([]),
  fieldConfig: z.object({ defaults: z.object({ unit: z.string() }) }).optional(),
});
const dashboardSchema = z.object({
  uid: z.string(),
  annotations: z.object({ list: z.array(z.object({ expr: z.string() })) }),
  panels: z.array(panelSchema),
});

/** Grafana puts a duration here; any will do to see whether an expression is one. */
const filled = (expr: string) => expr.replaceAll('$__rate_interval', '1m');

/** The dashboards as far as they can be wrong without anybody noticing. */
export const dashboards = readdirSync(dir).map((file) => {
  const { panels, annotations } = dashboardSchema.parse(
    JSON.parse(readFileSync(join(dir, file), 'utf8')),
  );
  return {
    file,
    panels: panels
      .filter(({ type }) => type !== 'row')
      .map(({ title, description, targets, fieldConfig }) => ({
        title,
        description,
        unit: fieldConfig?.defaults.unit,
        exprs: targets.map(({ expr }) => filled(expr)),
      })),
    annotations: annotations.list.map(({ expr }) => filled(expr)),
  };
});

/** What an expression asks for; the names of our recording rules have colons. */
export const metricsIn = (expr: string): string[] => [
  ...new Set(expr.match(/\b(?:(?:foyer|nodejs|process)[_:][\w:]+|up|ALERTS)\b/g)),
];

/** The same whatever value a label has, and however little it is: it must have the label. */
export const ofAnyValue = (expr: string): string =>
  expr.replaceAll(/(\w+)="[^"]*"/g, '$1!=""').replace(/ (?:==|>) 0/, '');

/** A total of groups without the total: the groups must be there. */
export const withoutTotal = (expr: string): string => expr.replace(/^sum\((\w+ by .*)\)$/, '$1');

/** The labels by which the series of an expression are told apart. */
export const groupsOf = (expr: string): string[] =>
  (/ by \(([^)]*)\)/.exec(expr)?.[1] ?? '')
    .split(/, ?/)
    .filter((label) => label !== '' && label !== 'le');

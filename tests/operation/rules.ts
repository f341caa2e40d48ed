import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { rootDir } from '../../scripts/launcher/paths.ts';

export const rulesFile = join(rootDir, 'infrastructure/prometheus/alerts.yml');

const rule = z.union([
  z.strictObject({ record: z.string(), expr: z.string() }),
  z.strictObject({
    alert: z.string(),
    expr: z.string(),
    for: z.string().optional(),
    labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
    annotations: z.strictObject({
      summary: z.string(),
      description: z.string(),
      runbook: z.string(),
    }),
  }),
]);
const rulesSchema = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })),
});
export type Rules = z.infer<typeof rulesSchema>;
export type Alert = Extract<Rules['groups'][number]['rules'][number], { alert: string }>;

export const readRules = (): Rules => rulesSchema.parse(parse(readFileSync(rulesFile, 'utf8')));

export const alertsOf = ({ groups }: Rules): Alert[] =>
  groups.flatMap(({ rules }) => rules.filter((given) => 'alert' in given));

/**
 * The same rules where time runs sixty times faster: every `for: 2m` becomes 2 s and every window `[5m]`
 * becomes 5 s. Nothing else changes, above all no threshold: what has to be older than an hour or slower
 * than a second still has to be.
 */
export function hasten(rules: Rules): string {
  const faster = (minutes: string) =>
    minutes.replace(/^(\d+)m$/, (_all, count) => `${Number(count)}s`);
  return stringify({
    groups: rules.groups.map((group) => ({
      ...group,
      rules: group.rules.map((given) => ({
        ...given,
        expr: given.expr.replace(/\[(\d+m)\]/g, (_all, range) => `[${faster(range)}]`),
        ...('for' in given && given.for ? { for: faster(given.for) } : {}),
      })),
    })),
  });
}

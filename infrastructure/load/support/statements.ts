import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { System } from '../../../scripts/launcher/throwaway-system.ts';

/** A node of a plan as EXPLAIN (FORMAT JSON, ANALYZE) tells it. */
const planNode = z.looseObject({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Index Cond': z.string().optional(),
  'Recheck Cond': z.string().optional(),
  'Actual Rows': z.number().optional(),
  'Actual Loops': z.number().optional(),
  'Rows Removed by Filter': z.number().optional(),
  get Plans() {
    return z.array(planNode).optional();
  },
});
export type PlanNode = z.infer<typeof planNode>;
const explained = z.object({ 'Query Text': z.string(), Plan: planNode });

export interface Statement {
  text: string;
  plan: PlanNode;
}

/**
 * Lets PostgreSQL itself write down every statement that the API sends, with its plan as executed: by the
 * caller's role and settings, under the policies, generic plans included.
 */
export async function explainStatements({ admin }: System, depth: 'top' | 'nested' | 'off') {
  const settings: Record<string, string> = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_nested_statements': depth === 'nested' ? 'on' : 'off',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_timing': 'off',
    'auto_explain.log_format': 'json',
  };
  for (const [name, value] of Object.entries(settings)) {
    const how = depth === 'off' ? `reset ${name}` : `set ${name} = '${value}'`;
    await admin.query(`alter role foyer_authenticator ${how}`);
  }
  await reconnect(admin);
}

/** What was changed about a role holds for connections that are made from now on. */
export async function reconnect(admin: System['admin']): Promise<void> {
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'foyer_authenticator'`,
  );
  await sleep(300);
}

/** @returns what PostgreSQL was asked while `work` ran */
export async function statementsOf(
  { stateDir }: System,
  work: () => Promise<unknown>,
): Promise<Statement[]> {
  const log = join(stateDir, 'logs', 'postgres.log');
  await sleep(100);
  const from = statSync(log).size;
  await work();
  await sleep(100);
  const text = readFileSync(log).subarray(from).toString('utf8');
  // What belongs to an entry of the log stands behind a tab.
  return [...text.matchAll(/duration: [\d.]+ ms {2}plan:\n((?:\t[^\n]*\n)+)/g)].map(([, plan]) => {
    const parsed = explained.parse(JSON.parse(plan ?? ''));
    return { text: parsed['Query Text'], plan: parsed.Plan };
  });
}

export function* nodesOf(plan: PlanNode): Generator<PlanNode> {
  yield plan;
  for (const child of plan.Plans ?? []) yield* nodesOf(child);
}

/** Rows that a scan looked at, over all its repetitions. */
export const rowsRead = (node: PlanNode): number =>
  ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) *
  (node['Actual Loops'] ?? 1);

/** Tables of tenants, with how many rows `analyze` found in them. */
export async function tenantTables({ admin }: System): Promise<Map<string, number>> {
  const { rows: found } = await admin.query<{ name: string; rows: number }>(
    `select c.relname as name, c.reltuples as rows from pg_class c
     where c.relkind = 'r' and c.relnamespace::regnamespace::text in ('app_public', 'app_private')
       and (c.relname = 'organizations' or c.relname = 'ticket_secrets' or exists (
         select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped))`,
  );
  return new Map(found.map(({ name, rows }) => [name, rows]));
}

/** Scans that go through a large tenant's table, or a whole index of it, instead of looking up what is asked for. */
export function wholeReads(statement: Statement, tables: ReadonlySet<string>): string[] {
  return [...nodesOf(statement.plan)].flatMap((node) => {
    const table = node['Relation Name'];
    if (!table || !tables.has(table) || (node['Actual Loops'] ?? 1) === 0) return [];
    const bitmaps = [...nodesOf(node)].filter((n) => n['Node Type'] === 'Bitmap Index Scan');
    const isWhole =
      node['Node Type'] === 'Seq Scan' ||
      (/^Index/.test(node['Node Type']) && node['Index Cond'] === undefined) ||
      (node['Node Type'] === 'Bitmap Heap Scan' &&
        bitmaps.some((scan) => scan['Index Cond'] === undefined));
    return isWhole ? [`${node['Node Type']} on ${table}`] : [];
  });
}

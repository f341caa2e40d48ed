/**
 * What row-level security costs readers: the web app's own documents for the event page and the organizer's
 * lists, through GraphQL as the caller, over the same without policies (the same API process and the same
 * statements; the roles of callers bypass row-level security during these rounds). Also what PostgreSQL is
 * asked for each: how many statements, and by which plans.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { findViolations, rules, rulesAtRest } from '../../libs/db/src/invariants.ts';
import { compareTurns, leastDisturbed, runBench, takeTurns } from './support/bench.ts';
import { loadApart } from './support/http-load.ts';
import type { LoadReport } from './support/load-client.ts';
import { look, requestOf, type Screen, screens, tokensOf } from './support/screens.ts';
import {
  explainStatements,
  nodesOf,
  reconnect,
  rowsRead,
  type Statement,
  statementsOf,
  tenantTables,
  wholeReads,
} from './support/statements.ts';
import { plantOrganization, plantOrganizations } from './support/world.ts';

const clients = 4;
const rows = 20;
/** A table with fewer rows may be read whole, and should be: that proves nothing. */
const large = 1_000;

await runBench(
  { name: 'read', services: ['api'], variables: { api: { API_RATE_LIMITS: 'false' } } },
  async ({ system, seconds, rounds }) => {
    const { admin } = system;
    await plantOrganizations(admin, {
      count: 400,
      events: 5,
      tickets: 40,
      prefix: 'other-',
    });
    // So that organizations are many, too.
    await plantOrganizations(admin, { count: 1_000, events: 1, tickets: 4, prefix: 'small-' });
    const { event, people } = await plantOrganization(admin, {
      events: 1,
      tickets: 4_000,
      prefix: 'mine-',
      sessions: 30,
    });
    const { event: smallEvent, people: fewPeople } = await plantOrganization(admin, {
      events: 1,
      tickets: 4,
      prefix: 'smallest-',
      sessions: 1,
    });
    await admin.query(
      `insert into app_public.events (org_id, slug, title, starts_at, ends_at, timezone, status, published_at)
       select $1, 'more-' || n, 'More ' || n, now() + n * interval '1 day', now() + n * interval '25 hours', 'Europe/Berlin', 'published', now()
       from generate_series(1, 120) n`,
      [event.orgId],
    );
    await admin.query('vacuum analyze');
    const tokens = tokensOf(system, people);
    const all = screens(event, tokens, rows);

    const background = new Set<string>();
    const setPolicies = async (areOn: boolean) => {
      const how = areOn ? 'nobypassrls' : 'bypassrls';
      await admin.query(`alter role foyer_user ${how}`);
      await admin.query(`alter role foyer_anonymous ${how}`);
      await reconnect(admin);
    };
    const run = (screen: Screen, forSeconds: number) =>
      loadApart({
        host: '127.0.0.1',
        port: Number(new URL(system.plan.publicUrls.api).port),
        clients,
        seconds: forSeconds,
        requests: [requestOf(system, screen)],
        outcomes: { data: '^\\{"data":\\{(?!.*"errors")' },
      });

    const lookAll = async () => {
      const found = [];
      for (const screen of all) found.push(await look(system, screen));
      return found;
    };
    // What the policies let through is what is compared.
    const answers = await lookAll();
    await setPolicies(false);
    const unprotected = await lookAll();
    const different = all.filter((_, i) => answers[i] !== unprotected[i]).map(({ name }) => name);

    const measured = [];
    let drift = 0;
    let bad = 0;
    for (const screen of all) {
      const reports: LoadReport[] = [];
      const perSecond = async (areOn: boolean) => {
        await setPolicies(areOn);
        await run(screen, 0.5);
        const report = await run(screen, Math.max(1, seconds / 4));
        reports.push(report);
        return report.perSecond;
      };
      const compared = await leastDisturbed(async () =>
        compareTurns(await takeTurns(2 * rounds, () => perSecond(false), [() => perSecond(true)])),
      );
      drift = Math.max(drift, compared.drift);
      bad += reports.reduce((sum, report) => sum + report.bad, 0);
      const [ratio = Number.NaN] = compared.growths;
      measured.push({ screen, perSecond: compared.values[0] ?? Number.NaN, ratio });
    }
    await setPolicies(true);

    const asked = await countStatements();
    const plans = await examinePlans();
    const worst = measured.reduce((a, b) => (a.ratio < b.ratio ? a : b));
    const problems = [
      ...(different.length > 0 ? [`different without policies: ${different.join(', ')}`] : []),
      ...asked
        .filter((a) => a.few !== a.many)
        .map((a) => `${a.name}: ${a.few} statements for a small event, ${a.many} for a large one`),
      ...plans.small.map((table) => `${table}: too few rows to tell whether it is read whole`),
      ...(await findViolations(admin, { ...rules, ...rulesAtRest })),
    ];

    /** Without what the API asks on its own account meanwhile, and without telling who asks. */
    async function askedFor(screen: Screen, times: number): Promise<Statement[]> {
      const statements = await statementsOf(system, async () => {
        for (let i = 0; i < times; i += 1) await look(system, screen);
      });
      return statements.filter(({ text }) => !background.has(text) && !/set_config/.test(text));
    }

    async function listenToBackground(): Promise<void> {
      for (const { text } of await statementsOf(system, () => sleep(2_500))) background.add(text);
    }

    async function countStatements() {
      await explainStatements(system, 'top');
      await listenToBackground();
      const few = screens(smallEvent, tokensOf(system, fewPeople), 2);
      const many = screens(event, tokens, 100);
      const counts = [];
      for (const [i, { name }] of all.entries()) {
        // The fewest of three: what the API asks for itself now and then is nobody's request.
        const count = async (screen: Screen | undefined) => {
          const tries = [];
          for (let i = 0; screen && i < 3; i += 1) tries.push((await askedFor(screen, 1)).length);
          return Math.min(...tries);
        };
        // Once before: PostgreSQL's types are asked for by the first request of a connection.
        await count(many[i]);
        counts.push({ name, few: await count(few[i]), many: await count(many[i]) });
      }
      return counts;
    }

    async function examinePlans() {
      await explainStatements(system, 'nested');
      await listenToBackground();
      const tenants = await tenantTables(system);
      const tables = new Set(
        [...tenants].filter(([, count]) => count > large).map(([name]) => name),
      );
      const small = new Set<string>();
      const whole: string[] = [];
      let most = 0;
      for (const screen of all) {
        // Often enough that PostgreSQL takes its generic plans where it will.
        for (const statement of await askedFor(screen, 8)) {
          for (const found of wholeReads(statement, tables)) whole.push(`${screen.name}: ${found}`);
          for (const node of nodesOf(statement.plan)) {
            const table = node['Relation Name'] ?? '';
            if (tables.has(table)) most = Math.max(most, rowsRead(node));
            else if (tenants.has(table)) small.add(table);
          }
        }
      }
      await explainStatements(system, 'off');
      return { whole: [...new Set(whole)], small: [...small], most, tables: tables.size };
    }

    for (const found of plans.whole) console.log(`reads a whole table: ${found}`);
    return {
      measures: [
        {
          what: `with policies over without, worst (${worst.screen.name})`,
          value: worst.ratio,
          unit: 'x',
          goal: { atLeast: 0.65 },
          stretch: 0.8,
        },
        ...measured.flatMap(({ screen, ratio, perSecond }, i) => [
          { what: screen.name, value: ratio, unit: 'x ' },
          { what: `  requests, ${clients} clients`, value: perSecond, unit: '/s' },
          { what: '  statements per request', value: asked[i]?.many ?? Number.NaN, unit: '' },
        ]),
        {
          what: `whole reads of ${plans.tables} large tenant tables`,
          value: plans.whole.length,
          unit: '',
          goal: { atMost: 0 },
        },
        { what: 'most rows read by one scan', value: plans.most, unit: 'rows' },
      ],
      drift,
      bad,
      invariants: problems.length === 0 ? 'ok' : problems.join('; '),
      details: { wholeReads: plans.whole },
    };
  },
);

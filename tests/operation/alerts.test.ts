import { until } from '@foyer/testing';
import { isLong, longMs } from '../support/long.ts';
import { report } from '../support/report.ts';
import { useSystem } from '../support/system.ts';
import { dashboards, groupsOf, metricsIn, ofAnyValue, withoutTotal } from './dashboards.ts';
import { metricNames } from './metric-names.ts';
import { hasPrometheus, type Prometheus, startPrometheus } from './prometheus.ts';
import { inTime, proofs } from './proofs/index.ts';
import type { Proof } from './proofs/proof.ts';
import { type Scene, setScene } from './proofs/scene.ts';
import { alertsOf, readRules } from './rules.ts';
import { databaseRoles, runbooks, statementsOf } from './runbooks.ts';

const names = alertsOf(readRules()).map(({ alert }) => alert);
const proven = new Set(proofs.flatMap(({ raises }) => raises));

test.each(names)('%s has a fault that proves it', (name) => {
  expect(proven).toContain(name);
});

test('every proof is of an alert that exists', () => {
  for (const { raises, mayRaise = [] } of proofs)
    for (const name of [...raises, ...mayRaise]) expect(names).toContain(name);
});

// Some faults are money that was moved by hand.
const system = useSystem(
  { services: ['api', 'worker', 'checkin', 'sandbox', 'inbox'] },
  { areBooksTouched: true },
);

describe('what rules, dashboards and runbooks speak of is there', () => {
  let names: Set<string>;
  beforeAll(async () => {
    names = await metricNames(system());
  });
  /** Those in a text that are ours, or Node's. */
  const unknownIn = (text: string) =>
    [...text.matchAll(/\b(?:foyer|nodejs|process)_\w+/g)]
      .map(([name]) => name)
      .filter((name) => !names.has(name) && !databaseRoles.includes(name));

  test('every metric of the rules', () => {
    for (const { rules } of readRules().groups)
      for (const { expr } of rules) expect(unknownIn(expr)).toEqual([]);
  });

  test.each(dashboards)('every metric of $file', ({ panels, annotations }) => {
    for (const expr of [...panels.flatMap(({ exprs }) => exprs), ...annotations])
      expect(unknownIn(expr)).toEqual([]);
  });

  test.each(runbooks)('every metric of $page, and its SQL runs', async ({ text }) => {
    expect(unknownIn(text)).toEqual([]);
    for (const statement of statementsOf(text)) {
      const client = await system().admin.connect();
      try {
        await client.query('begin');
        await client.query(statement);
      } catch (error) {
        throw new Error(`${statement}\n${(error as Error).message}`);
      } finally {
        await client.query('rollback');
        client.release();
      }
    }
  });
});

const described = hasPrometheus ? describe : describe.skip;

described('on a real Prometheus whose time runs sixty times faster', () => {
  let prometheus: Prometheus;
  let scene: Scene;
  beforeAll(async () => {
    scene = await setScene(system());
    prometheus = await startPrometheus(system());
    await until(async () => (await isMeasured()) && (await ringing()).length === 0, {
      everyMs: 500,
      what: 'a quiet start',
    });
  });

  const ringing = async (): Promise<string[]> => {
    const firing = (await prometheus.alerts()).filter(({ state }) => state === 'firing');
    return [...new Set(firing.map(({ labels }) => labels.alertname ?? ''))].toSorted();
  };
  const silence = (timeoutMs = 60_000) =>
    until(
      async () => {
        expect(await ringing()).toEqual([]);
        return true;
      },
      { timeoutMs, everyMs: 250, what: 'silence' },
    );
  /** The first scrapes are in, and the worker has read the database, the queues and the books. */
  const isMeasured = async () => {
    const needed = ['foyer_outbox_waiting', 'foyer_jobs_oldest_seconds', 'foyer_ledger_mismatches'];
    const found = await Promise.all(needed.map((name) => prometheus.query(name)));
    return found.every((series) => series.length > 0);
  };

  const { now, another } = isLong
    ? inTime(longMs)
    : { now: proofs.filter(({ isQuick }) => isQuick), another: [] };
  const title = ({ raises, fault }: Proof) => `${raises.join(' and ')}: ${fault}`;
  for (const proof of another)
    test.skip(`${title(proof)}: another time, by another seed`, () => {});

  test.each(now.map((proof): [string, Proof] => [title(proof), proof]))(
    '%s',
    async (_title, { raises, mayRaise = [], ringsWithinMs, restsWithinMs, cause }) => {
      await silence();
      const mend = await cause(scene);
      try {
        const expected = raises.toSorted();
        await until(
          async () => {
            const found = (await ringing()).filter((name) => !mayRaise.includes(name));
            expect(found).toEqual(expected);
            return true;
          },
          { timeoutMs: ringsWithinMs ?? 40_000, everyMs: 250, what: expected.join(' and ') },
        );
        // A minute of Prometheus' time later nothing else has joined in.
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        expect([...expected, ...mayRaise]).toEqual(expect.arrayContaining(await ringing()));
      } finally {
        await mend();
      }
      await silence(restsWithinMs);
    },
  );

  // After the proofs: what happens once in a while has happened.
  test.each(dashboards)(
    '$file: every panel shows something, by labels that there are',
    async ({ panels, annotations }) => {
      const wrong: string[] = [];
      for (const expr of [
        ...panels.flatMap(({ exprs }) => exprs.map(withoutTotal)),
        ...annotations,
      ]) {
        const metrics = metricsIn(expr);
        const known = await Promise.all(metrics.map((name) => prometheus.labelsOverTime(name)));
        const shown = await prometheus.labelsOverTime(expr);
        // What did not happen in this run has no series yet; neither has a value that a label never had.
        const absent = metrics.filter((_, i) => known[i]?.length === 0);
        const possible =
          shown.length > 0 ? shown : await prometheus.labelsOverTime(ofAnyValue(expr));
        if (absent.length > 0) report(`${absent}: no such thing happened`);
        else if (possible.length === 0) wrong.push(`shows nothing: ${expr}`);
        const unlabelled = groupsOf(expr).filter((label) =>
          possible.some((labels) => !(label in labels)),
        );
        if (unlabelled.length > 0) wrong.push(`no label ${unlabelled}: ${expr}`);
      }
      expect(wrong).toEqual([]);
    },
  );
});

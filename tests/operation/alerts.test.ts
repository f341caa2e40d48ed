import { until } from '@foyer/testing';
import { isLong } from '../support/long.ts';
import { useSystem } from '../support/system.ts';
import { dashboards } from './dashboards.ts';
import { metricNames } from './metric-names.ts';
import { hasPrometheus, type Prometheus, startPrometheus } from './prometheus.ts';
import { proofs } from './proofs/index.ts';
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
  /** The first scrapes are in, and the worker has read the database, the queues and the books. */
  const isMeasured = async () => {
    const needed = ['foyer_outbox_waiting', 'foyer_jobs_oldest_seconds', 'foyer_ledger_mismatches'];
    const found = await Promise.all(needed.map((name) => prometheus.query(name)));
    return found.every((series) => series.length > 0);
  };

  test.each(dashboards)('every expression of $file is one', async ({ panels, annotations }) => {
    for (const expr of [...panels.flatMap(({ exprs }) => exprs), ...annotations])
      await expect(prometheus.query(expr)).resolves.toBeInstanceOf(Array);
  });

  const run = proofs.filter(({ isQuick }) => isLong || isQuick);
  const cases = run.map((proof): [string, string, Proof] => [
    proof.raises.join(' and '),
    proof.fault,
    proof,
  ]);

  test.each(cases)(
    '%s: %s',
    async (_names, _fault, { raises, mayRaise = [], ringsWithinMs, restsWithinMs, cause }) => {
      expect(await ringing()).toEqual([]);
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
      await until(
        async () => {
          expect(await ringing()).toEqual([]);
          return true;
        },
        { timeoutMs: restsWithinMs ?? 60_000, everyMs: 250, what: 'silence' },
      );
    },
  );
});

import { startTenants, type Tenants } from '../support/isolation-tenants.ts';
import { complete, coverageOf } from './coverage.ts';
import { exposedColumns, questionsIn, unlistedComputed } from './graphql/coverage.ts';
import { createReads } from './graphql/reads.ts';
import { readSchema } from './graphql/schema.ts';
import { sides } from './world/canaries.ts';

/** Every question that the schema knows, asked by each tenant's people with the other one's ids. */
const tenants: Tenants = await startTenants();
const { plant, leaksOf } = tenants;
const schema = await readSchema(tenants.api.url);
const reads = createReads(tenants, schema);
afterAll(() => tenants.close());

test.each(sides)(
  "tenant %s's secrets are in no answer, and what is not yours is not there",
  async (side) => {
    expect(await reads.findingsAbout(side)).toEqual([]);
  },
);

test.each(sides)(
  'the same questions show tenant %s its own secrets, of every table and column',
  async (side) => {
    const answers = await reads.ownAnswers(side);
    const seen = new Set(leaksOf(side, answers));
    const missing = exposedColumns(schema, plant).filter(({ table, column }) => {
      const cells = plant.rows.filter(({ place }) => place.table === table && place.side === side);
      return !cells.some(({ values }) => isIn(values[column], seen, answers));
    });
    expect(missing.map(({ table, column }) => `${table}.${column}`)).toEqual([]);
  },
);

function isIn(value: unknown, seen: Set<string>, answers: string): boolean {
  if (typeof value === 'string') return seen.has(value) || answers.includes(value);
  return value !== null && typeof value === 'object'
    ? Object.values(value).some((inner) => isIn(inner, seen, answers))
    : false;
}

test('whatever is computed for everybody beside public rows is listed as public', () => {
  expect(unlistedComputed(schema, plant)).toEqual([]);
});

test('every field, argument and filter of Query and of what it leads to is asked', () => {
  const asked = reads.probes.flatMap(({ covers }) => [...covers]);
  expect(
    coverageOf('Fields, arguments and filters of queries', questionsIn(schema), asked),
  ).toEqual(complete);
});

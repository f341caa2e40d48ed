import { startTenants, type Tenants } from '../support/isolation-tenants.ts';
import { changedTables, digestOfTenant } from './digest.ts';
import { Findings } from './findings.ts';
import { type GraphQLAnswer, outcomeOf, withoutSent } from './graphql/compare.ts';
import { isPublicValue, modes, rowOf, valueOfNobody } from './graphql/modes.ts';
import { type InputSlot, type Mutation, readMutations, unfilled } from './graphql/mutations.ts';
import { createTableFinder, readSchema } from './graphql/schema.ts';
import { otherSide, type Side, sides } from './world/canaries.ts';
import { acceptedDifferences, alwaysAlike, openMutations } from './world/public-things.ts';
import type { Viewer } from './world/viewers.ts';

/** Every mutation, called by each tenant's people with the other one's ids, wholly and one at a time. */
const tenants: Tenants = await startTenants();
const { plant, leaksOf } = tenants;
const schema = await readSchema(tenants.api.url);
const mutations = readMutations(schema, createTableFinder(plant));
afterAll(() => tenants.close());

const valueIn = ({ slot }: InputSlot, side: Side, mode: (typeof modes)[number]): unknown =>
  rowOf(plant, slot, side, mode).values[slot.column];

/** What a call does with each slot: `null` is an id of nothing. */
type Call = { name: string; values: Map<string, unknown>; twin: Map<string, unknown> };

/** Each with its twin, in which what is the other tenant's is nobody's. */
function callsOf(mutation: Mutation, viewer: Viewer, side: Side): Call[] {
  const own = otherSide(side);
  const mode = modes[2];
  if (!mode) throw new Error('There is no public event.');
  const nobodys = new Map(
    mutation.slots.map((slot) => [slot.path, valueOfNobody(valueIn(slot, side, mode), slot.type)]),
  );
  const calls: Call[] = modes.map((each) => ({
    name: `all of ${each.name}`,
    values: new Map(mutation.slots.map((slot) => [slot.path, valueIn(slot, side, each)])),
    twin: nobodys,
  }));
  if (mutation.slots.length < 2 || viewer.side !== own) return calls;
  const owns = new Map(mutation.slots.map((slot) => [slot.path, valueIn(slot, own, mode)]));
  for (const slot of mutation.slots)
    for (const each of modes)
      calls.push({
        name: `own, but for ${slot.path} of ${each.name}`,
        values: new Map(owns).set(slot.path, valueIn(slot, side, each)),
        twin: new Map(owns).set(slot.path, nobodys.get(slot.path)),
      });
  return calls;
}

async function call(viewer: Viewer, mutation: Mutation, values: Map<string, unknown>) {
  const input = mutation.input(({ path }) => values.get(path));
  const { text } = await tenants.ask(viewer, 'POST', '/graphql', {
    query: mutation.query,
    variables: { input },
  });
  const answer = JSON.parse(text) as GraphQLAnswer;
  if (answer.errors?.some(({ extensions }) => extensions?.code === 'INVALID_QUERY'))
    throw new Error(`${mutation.name} could not be called: ${text.slice(0, 500)}`);
  return { text, input, outcome: outcomeOf(answer, 'answer') };
}

const strangersTo = (side: Side) => tenants.viewers.filter((viewer) => viewer.side !== side);

describe.each(sides)('with ids of tenant %s', (side) => {
  test.each(mutations.map((mutation) => [mutation.name, mutation] as const))(
    '%s changes nothing, shows nothing and answers as if they were nobody’s',
    async (name, mutation) => {
      const findings = new Findings();
      const before = await digestOfTenant(tenants.api.db.pools.admin, plant, side);
      for (const viewer of strangersTo(side))
        for (const { name: how, values, twin } of callsOf(mutation, viewer, side)) {
          const isOpen =
            [...values.values()].some((v) => isPublicValue(plant, side, v)) &&
            name in openMutations;
          if (isOpen) continue;
          const theirs = await call(viewer, mutation, values);
          const nobodys = await call(viewer, mutation, twin);
          for (const leak of leaksOf(side, theirs.text, theirs.input))
            findings.add(`${how}: ${leak}`, viewer);
          if (mutation.slots.length === 0) continue;
          const [a, b] = [
            withoutSent(theirs.outcome, [theirs.input]),
            withoutSent(nobodys.outcome, [nobodys.input]),
          ];
          if (a !== b && !acceptedDifferences.some((accepted) => accepted.is(name, how)))
            findings.add(
              `${how}: not yours is ${a.slice(0, 300)}, not there is ${b.slice(0, 300)}`,
              viewer,
            );
        }
      const after = await digestOfTenant(tenants.api.db.pools.admin, plant, side);
      for (const table of changedTables(before, after))
        findings.add(`changed ${table}`, { name: 'somebody' });
      expect(findings.list()).toEqual([]);
    },
    60_000,
  );
});

/** Changes, then deletions while nothing new refers to anything, and last what cannot be taken back. */
const turns = [/^update/, /^delete/, /^(?!unpublishEvent|cancelEvent)/, /^unpublishEvent/, /./];
const turnOf = ({ name }: Mutation): number => turns.findIndex((turn) => turn.test(name));
const controlled = mutations
  .filter(({ name, slots }) => slots.length > 0 && !alwaysAlike[name])
  .sort((a, b) => turnOf(a) - turnOf(b));

test.each(controlled.map((mutation) => [mutation.name, mutation] as const))(
  '%s does answer its own people otherwise',
  async (_name, mutation) => {
    for (const side of sides) {
      const answers: string[] = [];
      const people = tenants.viewers.filter((v) => v.side === side);
      for (const [viewer, mode] of people.flatMap((v) =>
        modes.slice(2).map((m) => [v, m] as const),
      )) {
        const owns = new Map(mutation.slots.map((s) => [s.path, valueIn(s, side, mode)]));
        const none = new Map(
          mutation.slots.map((s) => [s.path, valueOfNobody(valueIn(s, side, mode), s.type)]),
        );
        const [own, nobodys] = [
          await call(viewer, mutation, owns),
          await call(viewer, mutation, none),
        ];
        answers.push(
          withoutSent(own.outcome, [own.input]) === withoutSent(nobodys.outcome, [nobodys.input])
            ? 'as if it were not there'
            : 'otherwise',
        );
      }
      expect(answers).toContain('otherwise');
    }
  },
);

test('every mutation, and every field of its input, is called with something', () => {
  expect(unfilled(schema, mutations)).toEqual([]);
});

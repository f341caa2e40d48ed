import type { GraphQLSchema } from 'graphql';
import type { Tenants } from '../../support/isolation-tenants.ts';
import type { Findings } from '../findings.ts';
import { otherSide, type Side } from '../world/canaries.ts';
import { acceptedDifferences, openMutations } from '../world/public-things.ts';
import type { Viewer } from '../world/viewers.ts';
import { type GraphQLAnswer, type Outcome, outcomeOf, withoutSent } from './compare.ts';
import { isPublicValue, modes, rowOf, valueOfNobody } from './modes.ts';
import { type InputSlot, type Mutation, readMutations } from './mutations.ts';
import { createTableFinder } from './schema.ts';

/** What a call does with each slot. */
type Call = { name: string; values: Map<string, unknown>; twin: Map<string, unknown> };
type Called = { text: string; input: Record<string, unknown>; outcome: Outcome };

/** Every mutation of the schema, to be called by whomever with either tenant's ids. */
export function createWrites(tenants: Tenants, schema: GraphQLSchema) {
  const { plant, leaksOf } = tenants;
  const valueIn = ({ slot }: InputSlot, side: Side, mode: (typeof modes)[number]): unknown =>
    rowOf(plant, slot, side, mode).values[slot.column];

  /** Each with its twin, in which what is the other tenant's is nobody's. */
  function callsOf(mutation: Mutation, viewer: Viewer, side: Side): Call[] {
    const own = otherSide(side);
    const mode = modes[2];
    if (!mode) throw new Error('There is no public event.');
    const nobodys = new Map(
      mutation.slots.map((slot) => [
        slot.path,
        valueOfNobody(valueIn(slot, side, mode), slot.type),
      ]),
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

  async function call(
    viewer: Viewer,
    mutation: Mutation,
    values: Map<string, unknown>,
  ): Promise<Called> {
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

  /** Calls the mutation with the tenant's ids, all at once and one at a time, as whoever has no part in it. */
  async function collect(mutation: Mutation, side: Side, findings: Findings): Promise<void> {
    const strangers = tenants.viewers.filter((viewer) => viewer.side !== side);
    for (const viewer of strangers)
      for (const { name: how, values, twin } of callsOf(mutation, viewer, side)) {
        const isOpen =
          [...values.values()].some((v) => isPublicValue(plant, side, v)) &&
          mutation.name in openMutations;
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
        if (a !== b && !acceptedDifferences.some((accepted) => accepted.is(mutation.name, how)))
          findings.add(
            `${how}: not yours is ${a.slice(0, 300)}, not there is ${b.slice(0, 300)}`,
            viewer,
          );
      }
  }

  return { mutations: readMutations(schema, createTableFinder(plant)), valueIn, call, collect };
}

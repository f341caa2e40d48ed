import type { GraphQLSchema } from 'graphql';
import type { Answer, Tenants } from '../../support/isolation-tenants.ts';
import type { Findings } from '../findings.ts';
import { otherSide, type Side } from '../world/canaries.ts';
import { acceptedDifferences, openMutations } from '../world/public-things.ts';
import type { Viewer } from '../world/viewers.ts';
import {
  differenceOf,
  type GraphQLAnswer,
  type Outcome,
  outcomeOf,
  withoutSent,
} from './compare.ts';
import { isPublicValue, modes, rowOf, valueOfNobody } from './modes.ts';
import { type InputSlot, type Mutation, readMutations } from './mutations.ts';
import { createTableFinder } from './schema.ts';

/** What a call does with each slot; `isOpen` where anybody may do so, and there is nothing to compare. */
type Call = {
  name: string;
  values: Map<string, unknown>;
  twin: Map<string, unknown>;
  isOpen?: boolean;
};
type Called = { answer: Answer; input: Record<string, unknown>; outcome: Outcome };

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
    const isOpen = mutation.name in openMutations;
    /** With ids of theirs or one's own, but for one. */
    const butForOne = (name: string, of: Side) => {
      const owns = new Map(mutation.slots.map((slot) => [slot.path, valueIn(slot, of, mode)]));
      for (const slot of mutation.slots)
        for (const each of modes)
          calls.push({
            name: `${name}, but for ${slot.path} of ${each.name}`,
            values: new Map(owns).set(slot.path, valueIn(slot, side, each)),
            twin: new Map(owns).set(slot.path, nobodys.get(slot.path)),
          });
    };
    if (mutation.slots.length > 1 && isOpen) butForOne('all of public', side);
    if (mutation.slots.length > 1 && viewer.side === own) butForOne('own', own);
    return isOpen ? calls.map((call) => besidesWhatIsPublic(call, side)) : calls;
  }

  /** The twin of a call that anybody may make with what is public: only what is not is nobody's in it. */
  function besidesWhatIsPublic({ name, values, twin }: Call, side: Side): Call {
    const known = [...values].filter(([, value]) => isPublicValue(plant, side, value));
    return {
      name,
      values,
      twin: new Map([...twin, ...known]),
      isOpen: known.length === values.size,
    };
  }

  async function call(
    viewer: Viewer,
    mutation: Mutation,
    values: Map<string, unknown>,
  ): Promise<Called> {
    const input = mutation.input(({ path }) => values.get(path));
    const answer = await tenants.ask(viewer, 'POST', '/graphql', {
      query: mutation.query,
      variables: { input },
    });
    const said = JSON.parse(answer.text) as GraphQLAnswer;
    if (said.errors?.some(({ extensions }) => extensions?.code === 'INVALID_QUERY'))
      throw new Error(`${mutation.name} could not be called: ${answer.text.slice(0, 500)}`);
    return { answer, input, outcome: outcomeOf(said, 'answer') };
  }

  /** Calls the mutation with the tenant's ids, all at once and one at a time, as whoever has no part in it. */
  async function collect(mutation: Mutation, side: Side, findings: Findings): Promise<void> {
    for (const viewer of tenants.strangersOf(side))
      for (const { name: how, values, twin, isOpen } of callsOf(mutation, viewer, side)) {
        if (isOpen) continue;
        const theirs = await call(viewer, mutation, values);
        const nobodys = await call(viewer, mutation, twin);
        for (const leak of leaksOf(side, theirs.answer.text, theirs.input))
          findings.add(`${how}: ${leak}`, viewer);
        if (mutation.slots.length === 0) continue;
        const [a, b] = [theirs, nobodys].map(({ answer: { status, headers }, outcome, input }) =>
          withoutSent({ ...outcome, status, headers }, [input]),
        ) as [string, string];
        const difference = differenceOf(a, b);
        if (difference && !acceptedDifferences.some(({ is }) => is(mutation.name, how)))
          findings.add(`${how}: ${difference}`, viewer);
      }
  }

  /** Calls what anybody may call with what is public of a tenant, which changes what is that tenant's. */
  async function collectOpen(mutation: Mutation, side: Side, findings: Findings): Promise<void> {
    for (const viewer of tenants.strangersOf(side))
      for (const { name: how, values, isOpen } of callsOf(mutation, viewer, side)) {
        if (!isOpen) continue;
        const { answer, input, outcome } = await call(viewer, mutation, values);
        for (const leak of leaksOf(side, answer.text, input))
          findings.add(`${how}: ${leak}`, viewer);
        if (outcome.data === null) findings.add(`${how}: ${answer.text.slice(0, 300)}`, viewer);
      }
  }

  return {
    mutations: readMutations(schema, createTableFinder(plant)),
    valueIn,
    call,
    collect,
    collectOpen,
  };
}

import { startTenants, type Tenants } from '../support/isolation-tenants.ts';
import { complete, coverageOf } from './coverage.ts';
import { changedTables, digestOfTenant } from './digest.ts';
import { Findings } from './findings.ts';
import { withoutSent } from './graphql/compare.ts';
import { callsIn } from './graphql/coverage.ts';
import { modes, valueOfNobody } from './graphql/modes.ts';
import type { Mutation } from './graphql/mutations.ts';
import { readSchema } from './graphql/schema.ts';
import { createWrites } from './graphql/writes.ts';
import { sides } from './world/canaries.ts';
import { alwaysAlike, openMutations } from './world/public-things.ts';

/** Every mutation, called by each tenant's people with the other one's ids, wholly and one at a time. */
const tenants: Tenants = await startTenants();
const { plant } = tenants;
const schema = await readSchema(tenants.api.url);
const { mutations, valueIn, call, collect, collectOpen } = createWrites(tenants, schema);
afterAll(() => tenants.close());

describe.each(sides)('with ids of tenant %s', (side) => {
  test.each(mutations.map((mutation) => [mutation.name, mutation] as const))(
    '%s changes nothing, shows nothing and answers as if they were nobody’s',
    async (_name, mutation) => {
      const findings = new Findings();
      const before = await digestOfTenant(tenants.api.db.pools.admin, plant, side);
      await collect(mutation, side, findings);
      const after = await digestOfTenant(tenants.api.db.pools.admin, plant, side);
      for (const table of changedTables(before, after))
        findings.add(`changed ${table}`, { name: 'somebody' });
      expect(findings.list()).toEqual([]);
    },
  );
});

const open = mutations.filter(({ name }) => name in openMutations);
test.each(
  sides.flatMap((side) => open.map((mutation) => [mutation.name, side, mutation] as const)),
)(
  '%s answers everybody about what is public of tenant %s, with nothing that is not',
  async (_name, side, mutation) => {
    const findings = new Findings();
    await collectOpen(mutation, side, findings);
    expect(findings.list()).toEqual([]);
  },
);

/** Changes, then deletions while nothing new refers to anything, and last what cannot be taken back. */
const turns = [
  /^update/,
  /^delete(?!WebhookEndpoint)/,
  /^(?!unpublishEvent|cancel|deleteWebhookEndpoint)/,
  /^unpublishEvent/,
  /./,
];
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

test('every mutation is called, with every field of its input, and shows all that it answers', () => {
  const asked = mutations.flatMap(({ covers }) => [...covers]);
  expect(coverageOf('Mutations and their fields', callsIn(schema), asked)).toEqual(complete);
});

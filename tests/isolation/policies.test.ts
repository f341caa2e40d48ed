import { createTestDatabase, inRollback } from '@foyer/testing';
import type pg from 'pg';
import { createProbes, liftRights } from './database-probes.ts';
import { otherSide, sides } from './world/canaries.ts';
import { type Policy, readPolicies, readTables } from './world/catalogue.ts';
import { createLeakFinder } from './world/leaks.ts';
import { gapsOf, plantTenants } from './world/plant.ts';

/**
 * Whether the tests of isolation would notice: every policy is torn down in a transaction of its own,
 * and the probes have to find either a leak or something that its rightful viewers no longer see.
 */
const db = await createTestDatabase();
const plant = await plantTenants(db.pools.admin, db.pools.api);
const probes = await createProbes(db.pools.admin, plant);
const policies = await readPolicies(db.pools.admin);
const tables = await readTables(db.pools.admin);
afterAll(() => db.close());

/** No foreign key, no trigger and no missing right to a column stands in the way of what policies allow. */
const probing = (work: (client: pg.PoolClient) => Promise<void>) =>
  inRollback(db.pools.admin, async (client) => {
    await client.query('set local session_replication_role = replica');
    // Questions about every table at once look expensive; compiling them takes far longer than asking.
    await client.query('set local jit = off');
    await liftRights(client, plant);
    await work(client);
  });

test('each tenant has a row in every table there is, and a mark of its own in it', () => {
  expect(gapsOf(plant)).toEqual([]);
});

test("a tenant's numbers are seen alone, in sums with anybody's, and as amounts", () => {
  const leaksOf = createLeakFinder(plant);
  const all = plant.rows
    .filter(({ place }) => place.table === 'app_public.refunds')
    .map(({ values }) => Number(values.amount_minor))
    .reduce((sum, amount) => sum + amount);
  for (const side of sides) {
    const [{ amount_minor: own }, { amount_minor: others }] = [side, otherSide(side)].map(
      (of) => plant.find(of, 'app_public.refunds').values,
    ) as [Record<string, number>, Record<string, number>];
    const leaks = (answer: string) => leaksOf(side, answer);
    expect(leaks(JSON.stringify({ refunded: own, more: [others] }))).toEqual([String(own)]);
    expect(leaks(JSON.stringify({ refunded: String(all) }))).toEqual([String(all)]);
    for (const locale of ['en', 'de'])
      expect(
        leaks(`${(Number(own) / 100).toLocaleString(locale, { minimumFractionDigits: 2 })} €`),
      ).toHaveLength(1);
    expect(leaks(JSON.stringify([others, 1, own, 5])).length).toBe(1);
    expect(leaks(JSON.stringify([others, 'id', 1001, 20_261_122, 1, [1, 1, 0]]))).toEqual([]);
  }
});

test('everybody sees and writes what is theirs, and nothing else', () =>
  probing(async (client) => {
    expect(await probes.run(client)).toEqual([]);
  }));

const drop = ({ name, table }: Policy) => `drop policy ${name} on ${table}`;
/** The ways to open a policy up that differ from what it says already. */
function openings({ name, table, command, using, check }: Policy): [string, string][] {
  const all: [string, string | null, string][] = [
    ['using (true)', using, `alter policy ${name} on ${table} using (true)`],
    ['with check (true)', check, `alter policy ${name} on ${table} with check (true)`],
  ];
  const opened = all.filter(([, now]) => now !== null && now !== 'true');
  if (opened.length > 1)
    opened.push([
      'using and with check (true)',
      '',
      `alter policy ${name} on ${table} using (true) with check (true)`,
    ]);
  return opened.map(([what, , sql]) => [`${what}${command === 'all' ? ' for all' : ''}`, sql]);
}

const written = ({ table }: Policy) => ({ written: table });

describe.each(policies.map((policy) => [`${policy.table} ${policy.name}`, policy] as const))(
  '%s',
  (_name, policy) => {
    test('is missed when it is dropped', () =>
      probing(async (client) => {
        await client.query(drop(policy));
        expect(await probes.run(client, written(policy))).not.toEqual([]);
      }));

    const ways = openings(policy);
    if (ways.length > 0)
      test.each(ways)('is missed when it says %s', (_what, sql) =>
        probing(async (client) => {
          await client.query(sql);
          expect(await probes.run(client, written(policy))).not.toEqual([]);
        }),
      );
  },
);

describe.each(tables.map(({ name }) => name))('row-level security of %s', (table) => {
  test.each(['disable', 'no force'])('is missed when it says %s', (way) =>
    probing(async (client) => {
      await client.query(`alter table ${table} ${way} row level security`);
      expect(await probes.run(client, { written: table })).not.toEqual([]);
    }),
  );
});

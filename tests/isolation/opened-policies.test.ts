import { startTenants, type Tenants } from '../support/isolation-tenants.ts';
import { createReads } from './graphql/reads.ts';
import { readSchema } from './graphql/schema.ts';
import { readPolicies, readRights } from './world/catalogue.ts';

/**
 * Whether the questions of graphql.test.ts would notice: each policy that says which rows callers see is
 * opened up, and what the schema asks about its table has to find that. Those for writing are torn down
 * in policies.test.ts, where the database itself is asked.
 */
const tenants: Tenants = await startTenants();
const { admin } = tenants.api.db.pools;
const schema = await readSchema(tenants.api.url);
const reads = createReads(tenants, schema);
afterAll(() => tenants.close());

const callers = ['foyer_anonymous', 'foyer_user'];
const readable = (await readRights(admin, callers)).filter(({ command }) => command === 'select');
const policies = (await readPolicies(admin)).filter(
  ({ table, command, roles, using }) =>
    ['select', 'all'].includes(command) &&
    roles.some((role) => role === 'public' || callers.includes(role)) &&
    readable.some((right) => right.table === table) &&
    using !== 'true',
);

test.each(policies.map((policy) => [`${policy.table} ${policy.name}`, policy] as const))(
  '%s is missed when everybody sees every row',
  async (_name, { table, name, using }) => {
    await admin.query(`alter policy ${name} on ${table} using (true)`);
    try {
      expect(await reads.isAnythingWrong('b', ({ root }) => root === table)).toBe(true);
    } finally {
      await admin.query(`alter policy ${name} on ${table} using (${using})`);
    }
    expect(await reads.isAnythingWrong('b', ({ root }) => root === table)).toBe(false);
  },
);

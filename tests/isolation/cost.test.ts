import { type Claims, withClaims } from '@foyer/db';
import { getNullableType, isListType } from 'graphql';
import pg from 'pg';
import { startTenants, type Tenants } from '../support/isolation-tenants.ts';
import { isLong } from '../support/long.ts';
import { type Mode, modes, rowOf, valueOfNobody } from './graphql/modes.ts';
import { type Probe, readProbes } from './graphql/probes.ts';
import { createTableFinder, isConnection, objectOf, readSchema } from './graphql/schema.ts';
import { isPublicTable } from './world/public-things.ts';
import type { Viewer } from './world/viewers.ts';

/**
 * An answer about somebody else's takes as long as one about nothing, as far as that can be counted: the
 * same statements are sent, and what they read does not grow with what the other tenant has. A few rows
 * more it may be: an index finds the row, and only then a policy hides it.
 */
const handful = 20;
/** What the other tenant has more of than any answer may depend on. */
const crowd = 300;

type Statement = { text: string; values: unknown[] };
/** What was asked of the database as somebody: in a transaction that said first who it is for. */
let asked: Statement[] = [];
const claimed = new WeakSet<object>();
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
  const [first, second] = given as [string | Partial<Statement>, unknown];
  const text = typeof first === 'string' ? first : (first?.text ?? '');
  const values = typeof first === 'string' ? second : first?.values;
  if (/^(begin|commit|rollback)\b/i.test(text)) claimed.delete(this);
  else if (text.includes('set_config')) claimed.add(this);
  else if (claimed.has(this)) asked.push({ text, values: Array.isArray(values) ? values : [] });
  return (query as (...args: unknown[]) => unknown).apply(this, given);
} as typeof query;

const tenants: Tenants = await startTenants();
const { plant } = tenants;
const { admin, api } = tenants.api.db.pools;
const schema = await readSchema(tenants.api.url);
afterAll(() => {
  pg.Client.prototype.query = query;
  return tenants.close();
});

function isOne(field: string): boolean {
  const given = schema.getQueryType()?.getFields()[field];
  const type = given && objectOf(given.type);
  return type != null && !isConnection(type) && !isListType(getNullableType(given?.type));
}

/** Fields of Query that find one thing by its key, or list what an event has. */
const lookups = readProbes(schema, createTableFinder(plant)).filter(
  ({ slots, relation, name }) =>
    slots.length > 0 &&
    !relation &&
    /^Query\.\w+$/.test(name) &&
    (isOne(name.slice(6)) || slots.some(({ argument }) => argument === 'eventId')),
);
const eventOf = (mode: Mode) => plant.find('b', 'app_public.events', mode.world).values;

beforeAll(async () => {
  for (const mode of modes.slice(0, 3)) {
    const { id, org_id } = eventOf(mode);
    await admin.query(
      `with bought as (
         insert into app_public.registrations (org_id, event_id, status, buyer_name, buyer_email, total_minor, currency,
           idempotency_key, request_fingerprint, confirmed_at)
         select $1, $2, 'confirmed', 'Grace Hopper', 'grace@example.org', 0, 'EUR', gen_random_uuid(), '', now()
         from generate_series(1, $3::int) returning id)
       insert into app_public.tickets (org_id, event_id, registration_id, ticket_type_id, attendee_name, attendee_email)
       select $1, $2, b.id, (select t.id from app_public.ticket_types t where t.event_id = $2 limit 1),
         'Grace Hopper', 'grace@example.org' from bought b`,
      [org_id, id, crowd],
    );
  }
  await admin.query('analyze');
});

/** The statements that a lookup sends, asked for with what the tenant has or with what nobody has. */
async function statementsOf(viewer: Viewer, probe: Probe, mode: Mode, isNobodys: boolean) {
  const variables = Object.fromEntries(
    probe.slots.map(({ argument, type, slot }) => {
      const theirs = rowOf(plant, slot, 'b', mode).values[slot.column];
      return [argument, isNobodys ? valueOfNobody(theirs, type) : theirs];
    }),
  );
  const declared = probe.slots.map(({ argument, type }) => `$${argument}: ${type}`);
  const text = `query (${declared}) { ${probe.text((argument) => `$${argument}`)} }`;
  asked = [];
  await tenants.ask(viewer, 'POST', '/graphql', { query: text, variables });
  return asked.slice();
}

/** Those of one request may go at the same time, each on a connection of its own. */
const textsOf = (statements: Statement[]) => statements.map(({ text }) => text).sort();

/** How many rows the statements read, their functions and policies included. */
async function rowsRead(claims: Claims, statements: Statement[]): Promise<number> {
  return await withClaims(api, claims, async (client) => {
    const count = async () => {
      const { rows } = await client.query<{ read: number }>(
        `select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::int as read
         from pg_stat_xact_all_tables where schemaname like 'app%'`,
      );
      return rows[0]?.read ?? 0;
    };
    const before = await count();
    for (const { text, values } of statements) {
      await client.query('savepoint before');
      // Some refuse to tell whether it is there.
      await client.query(text, values).catch(() => client.query('rollback to before'));
    }
    return (await count()) - before;
  });
}

const strangers = tenants
  .strangersOf('b')
  .filter(({ role, isGuest }) => isLong || isGuest || role === 'owner' || role === 'attendee');
/** The id of something public, and of what nobody else knows of. */
const places = modes.filter(({ name }) => isLong || name === 'draft' || name === 'public');
test.each(lookups.map((probe) => [probe.name, probe] as const))(
  '%s asks and reads no more for what is not yours than for what is not there',
  async (_name, probe) => {
    const findings: string[] = [];
    for (const viewer of strangers)
      for (const mode of places) {
        const theirs = await statementsOf(viewer, probe, mode, false);
        const nobodys = await statementsOf(viewer, probe, mode, true);
        const who = `${viewer.name}, ${mode.name}`;
        expect(theirs.length).toBeGreaterThan(0);
        // What is public may be shown, and is asked for further.
        if (!isPublicTable(probe.root) || mode.world !== 'public')
          expect([who, textsOf(theirs)]).toEqual([who, textsOf(nobodys)]);
        const more =
          (await rowsRead(viewer.claims, theirs)) - (await rowsRead(viewer.claims, nobodys));
        if (more > handful) findings.push(`${who}: ${more} rows more`);
      }
    expect(findings).toEqual([]);
  },
);

test('there are such lookups', () => {
  expect(lookups.length).toBeGreaterThan(20);
});

test('positive control: a question that reads through what is hidden would be seen', async () => {
  const viewer = strangers.find(({ role }) => role === 'owner') as Viewer;
  const [mode] = modes as [Mode];
  const through = (id: unknown) => [
    { text: 'select count(*) from app_public.registrations where event_id = $1', values: [id] },
  ];
  const theirs = await rowsRead(viewer.claims, through(eventOf(mode).id));
  const nobodys = await rowsRead(viewer.claims, through(valueOfNobody('', 'UUID')));
  expect(theirs - nobodys).toBeGreaterThan(handful);
});

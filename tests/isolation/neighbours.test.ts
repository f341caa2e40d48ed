import { until } from '@foyer/testing';
import { startTestApi, type TestApi } from '../../apps/api/test/support.ts';
import { type Screen, screens } from '../../infrastructure/load/support/screens.ts';
import {
  type People,
  plantOrganization,
  plantOrganizations,
} from '../../infrastructure/load/support/world.ts';
import type { System } from '../../scripts/launcher/throwaway-system.ts';

/** A page reads what it shows, however much the others on the installation have. */
const few = 30;
const many = 3_000;
/** What others have moves the soonest events of all to another organization each, and costs a row of it. */
const difference = 1.3;

let api: TestApi;
let pages: Screen[];
/** Of an event that is larger than a thousand others together. */
let largePages: Screen[];
const atFew = new Map<string, number>();
beforeAll(async () => {
  api = await startTestApi();
  const { admin } = api.db.pools;
  const mine = await plantOrganization(admin, {
    events: 20,
    tickets: 200,
    prefix: 'mine-',
    sessions: 20,
  });
  pages = screens(mine.event, tokensOf(mine.people), 20);
  await plantOthers(few, 'few-');
  for (const page of pages) atFew.set(page.name, await rowsRead(page));
  const large = await plantOrganization(admin, {
    events: 1,
    tickets: 6_000,
    prefix: 'large-',
    sessions: 20,
  });
  largePages = screens(large.event, tokensOf(large.people), 20);
  await plantOthers(many - few, 'many-');
});
afterAll(() => api.close());

function tokensOf({ owner, buyer }: People<string>): People<string> {
  const tokenOf = (userId: string) => api.bearer(userId).authorization.slice('Bearer '.length);
  return { owner: tokenOf(owner), buyer: tokenOf(buyer) };
}

async function plantOthers(count: number, prefix: string): Promise<void> {
  const { admin } = api.db.pools;
  await plantOrganizations(admin as System['admin'], { count, events: 1, tickets: 4, prefix });
  // A count takes an order from the index alone where no transaction is left that might not see it.
  await until(async () => {
    await admin.query('vacuum analyze');
    const { rowCount } = await admin.query(
      `select from pg_class where relallvisible < relpages and relkind = 'r'
       and relnamespace = 'app_public'::regnamespace`,
    );
    return rowCount === 0;
  });
}

async function look({ query, variables, token }: Screen): Promise<void> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const answer = await (await api.post('/graphql', { query, variables }, headers)).json();
  expect(answer).not.toHaveProperty('errors');
}

/** A session that ends has said all that it read. */
async function readUntilNow(): Promise<number> {
  const { admin } = api.db.pools;
  const { rows: ended } = await admin.query<{ pid: number }>(
    `select pid, pg_terminate_backend(pid) from pg_stat_activity
     where usename = 'foyer_authenticator' and datname = current_database()`,
  );
  await until(async () => {
    const { rowCount } = await admin.query('select from pg_stat_activity where pid = any ($1)', [
      ended.map(({ pid }) => pid),
    ]);
    return rowCount === 0;
  });
  const { rows } = await admin.query<{ read: number }>(
    `select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::int as read
     from pg_stat_all_tables where schemaname = 'app_public'`,
  );
  return rows[0]?.read ?? 0;
}

/** The fewest of three: now and then the API asks something on its own account. */
async function rowsRead(page: Screen): Promise<number> {
  const tries = [];
  for (let i = 0; i < 3; i += 1) {
    const before = await readUntilNow();
    await look(page);
    tries.push((await readUntilNow()) - before);
  }
  return Math.min(...tries);
}

const names = [
  ...['event page', 'discover', 'organizer: events', 'organizer: attendees'],
  ...['organizer: orders', 'organizer: order', 'organizer: door', 'organizer: overview'],
  ...['organizer: charts', 'organizer: webhooks', 'organizer: webhook deliveries'],
  ...['guest: tickets', 'guest: order'],
];
test('these are all pages that are measured', () => {
  expect(pages.map(({ name }) => name)).toEqual(names);
});

test.each(names)('%s reads no more beside many others than beside a few', async (name) => {
  const page = pages.find((p) => p.name === name) as Screen;
  const before = atFew.get(name) ?? 0;
  expect(before).toBeGreaterThan(0);
  const read = await rowsRead(page);
  expect(read / before).toBeLessThan(difference);
  // Less than one table of theirs.
  expect(read).toBeLessThan(many / 2);
});

const lists = ['organizer: attendees', 'organizer: orders', 'organizer: door'];
test.each(lists)('%s of a large event beside many small ones reads a page', async (name) => {
  const page = largePages.find((p) => p.name === name) as Screen;
  expect(await rowsRead(page)).toBeLessThan(200);
});

test('positive control: a look at every organization is seen', async () => {
  const query = '{ organizations(first: 20, orderBy: [DESCRIPTION_ASC]) { nodes { id } } }';
  const all = await rowsRead({ name: 'all', query, variables: {}, token: null });
  expect(all).toBeGreaterThanOrEqual(many);
});

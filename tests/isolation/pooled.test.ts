import { randomUUID } from 'node:crypto';
import { insertEvent, insertOrganization, insertUser, type TestEvent } from '@foyer/testing';
import pg from 'pg';
import { hasPgBouncer, type PgBouncer, startPgBouncer } from '../support/isolation-pgbouncer.ts';
import { changedTables, digestOfTenant } from './digest.ts';
import { Findings } from './findings.ts';
import { sides } from './world/canaries.ts';

/**
 * The API behind a PgBouncer in transaction mode with two server connections: whoever comes next gets
 * the connection of whoever came before, in the middle of twenty tenants and their mistakes.
 */
// Read when the API is loaded, which happens below.
process.env.API_DATABASE_IS_POOLED = 'true';
const { each, startTenants } = await import('../support/isolation-tenants.ts');
const { createReads } = await import('./graphql/reads.ts');
const { readSchema } = await import('./graphql/schema.ts');
const { createWrites } = await import('./graphql/writes.ts');
const { createLiveProbes, watches } = await import('./live/probes.ts');
const { createRestProbes } = await import('./rest/probes.ts');

const when = hasPgBouncer ? describe : describe.skip;
const poolSize = 2;
const seed = Number(process.env.FOYER_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

when('behind a PgBouncer with two server connections', () => {
  let bouncer: PgBouncer;
  let tenants: Awaited<ReturnType<typeof startTenants>>;
  let watcher: pg.Pool;
  beforeAll(async () => {
    tenants = await startTenants({
      async env(db) {
        bouncer = await startPgBouncer(db.urls.api, poolSize);
        return {
          API_DATABASE_URL: bouncer.through(db.urls.api),
          API_DATABASE_IS_POOLED: 'true',
          API_LISTEN_DATABASE_URL: db.urls.api,
        };
      },
    });
    // Whoever looks waits for the others.
    watcher = new pg.Pool({ connectionString: bouncer.through(tenants.api.db.urls.api), max: 1 });
  });
  afterAll(async () => {
    await watcher?.end();
    // The database cannot go while the pooler holds connections to it.
    await bouncer?.stop();
    await tenants?.close();
  });

  /** What the next user of a connection would find on it. */
  async function leftBehind(): Promise<{ pid: number; left: string }> {
    const { rows } = await watcher.query<{ pid: number; left: string }>(
      `select pg_backend_pid() as pid, concat_ws(' ',
         nullif(current_user::text, session_user::text), nullif(current_setting('role'), 'none'),
         nullif(current_setting('foyer.user_id', true), ''), nullif(current_setting('foyer.registration_id', true), ''),
         nullif(current_setting('foyer.event_link', true), ''), nullif(current_setting('foyer.request_id', true), ''),
         (select string_agg(name, ' ') from pg_prepared_statements where name <> '')) as left`,
    );
    return rows[0] as { pid: number; left: string };
  }

  test('nothing of any tenant stays on a connection, whatever twenty of them do and get wrong', async () => {
    const random = randomFrom(seed);
    const { api } = tenants;
    const admin = api.db.pools.admin;
    const clients: { userId: string; orgId: string; event: TestEvent }[] = [];
    for (let i = 0; i < 20; i += 1) {
      const user = await insertUser(admin);
      const { id: orgId } = await insertOrganization(admin, { members: { [user.id]: 'owner' } });
      const event = await insertEvent(admin, { orgId, quotas: { event: 1000 } });
      clients.push({ userId: user.id, orgId, event });
    }
    const pick = <T>(list: T[]): T => list[Math.floor(random() * list.length)] as T;
    const problems: string[] = [];
    const pids = new Set<number>();
    const count = { done: 0, failed: 0, cut: 0 };

    async function graphql(
      userId: string | null,
      query: string,
      variables: object,
      signal?: AbortSignal,
    ) {
      const response = await fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(userId && api.bearer(userId)) },
        body: JSON.stringify({ query, variables }),
        signal,
      });
      return (await response.json()) as {
        data?: Record<string, { nodes: { orgId: string }[] } | null>;
        errors?: { extensions?: { code?: string } }[];
      };
    }
    const expectOwn = (orgId: string, answer: Awaited<ReturnType<typeof graphql>>) => {
      if (!answer.data?.gates) problems.push(`no answer: ${JSON.stringify(answer)}`);
      for (const list of [answer.data?.gates, answer.data?.quotas, answer.data?.orgMembers])
        for (const row of list?.nodes ?? [])
          if (row.orgId !== orgId) problems.push(`${orgId} sees a row of ${row.orgId}`);
      if (!answer.data?.orgMembers?.nodes.length) problems.push(`${orgId} does not see itself`);
    };
    const own = `{ gates(first: 50) { nodes { orgId } } quotas(first: 50) { nodes { orgId } }
      orgMembers(first: 50) { nodes { orgId } } }`;
    const createGate = `mutation ($gate: GateInput!) { createGate(input: {gate: $gate}) { gate { orgId } } }`;
    const reserve = `mutation ($input: ReserveTicketsInput!) { reserveTickets(input: $input) { status } }`;

    const acts: ((
      who: (typeof clients)[number],
      other: (typeof clients)[number],
    ) => Promise<void>)[] = [
      async ({ userId, orgId }) => expectOwn(orgId, await graphql(userId, own, {})),
      async ({ userId, orgId, event }) => {
        const gate = { orgId, eventId: event.id, name: pick(['North', 'South', randomUUID()]) };
        // The name may be taken: an error in the middle of a transaction.
        const { errors } = await graphql(userId, createGate, { gate });
        if (errors) count.failed += 1;
      },
      async ({ userId, orgId: own }, { orgId, event }) => {
        if (own === orgId) return;
        const { errors } = await graphql(userId, createGate, {
          gate: { orgId, eventId: event.id, name: randomUUID() },
        });
        if (!errors) problems.push('a gate was made for somebody else');
        count.failed += 1;
      },
      async (_who, { event }) => {
        const ticketTypeId = pick([...Object.values(event.ticketTypes), randomUUID()]);
        const { errors } = await graphql(null, reserve, {
          input: {
            eventId: event.id,
            lines: [{ ticketTypeId, quantity: 1 }],
            idempotencyKey: randomUUID(),
          },
        });
        if (errors) count.failed += 1;
      },
      async ({ userId }, { orgId, event }) => {
        const response = await fetch(`${api.url}/events/${event.id}/attendees.csv`, {
          headers: api.bearer(userId),
        });
        if (response.status === 200 && orgId !== clients.find((c) => c.userId === userId)?.orgId)
          problems.push('attendees of somebody else');
        await response.text();
      },
      async ({ userId, orgId }) => {
        // Gone before the answer is there.
        const gone = new AbortController();
        const asked = graphql(userId, own, {}, gone.signal);
        setTimeout(() => gone.abort(), random() * 8);
        await asked.then(
          (answer) => expectOwn(orgId, answer),
          () => {
            count.cut += 1;
          },
        );
      },
      async () => {
        const answer = await graphql(null, own, {});
        if (JSON.stringify(answer).includes('"orgId"')) problems.push('nobody sees somebody');
      },
    ];

    await Promise.all(
      Array.from({ length: 20 }, async () => {
        for (let i = 0; i < 20; i += 1) {
          await pick(acts)(pick(clients), pick(clients));
          count.done += 1;
          const { pid, left } = await leftBehind();
          pids.add(pid);
          if (left) problems.push(`left on a connection: ${left}`);
        }
      }),
    );

    const { rows } = await admin.query<{ count: number }>(
      `select count(*)::int from pg_stat_activity
       where datname = $1 and usename = 'foyer_authenticator' and application_name <> 'foyer-api-live'
         and query not like 'listen %'`,
      [api.db.name],
    );
    expect({ seed, problems: [...new Set(problems)] }).toEqual({ seed, problems: [] });
    expect(count.done).toBe(400);
    expect(count.failed).toBeGreaterThan(20);
    // Two of the pooler's; the pool of the test itself has connections of its own.
    expect(pids.size).toBeLessThanOrEqual(poolSize);
    expect(rows[0]?.count).toBeGreaterThanOrEqual(pids.size);
  });

  test('a setting that outlives its transaction would have been seen', async () => {
    const careless = new pg.Client({ connectionString: bouncer.through(tenants.api.db.urls.api) });
    await careless.connect();
    try {
      const who = randomUUID();
      await careless.query(`select set_config('foyer.user_id', $1, false)`, [who]);
      expect((await leftBehind()).left).toContain(who);
      await careless.query('discard all');
      expect((await leftBehind()).left).toBe('');
    } finally {
      await careless.end();
    }
  });

  describe.each(sides)("with what is tenant %s's", (side) => {
    afterEach(async () => {
      expect((await leftBehind()).left).toBe('');
    });

    test('no secret is in an answer of GraphQL, and what is not yours is not there', async () => {
      const reads = createReads(tenants, await readSchema(tenants.api.url));
      expect(await reads.findingsAbout(side)).toEqual([]);
    });

    test('every route and every link to a file answers its own people only', async () => {
      const rest = createRestProbes(tenants);
      const found: Record<string, string[]> = {};
      // At the same time, so that each gets the connection of another in the middle of what it does.
      await each(Object.keys(rest.routes), async (route) => {
        const findings = [
          ...(await rest.findingsOfOwn(side, route)),
          ...(await rest.findingsAbout(side, route)),
        ];
        if (findings.length > 0) found[route] = findings;
      });
      expect(found).toEqual({});
      expect(await rest.findingsWithForeignLink(side)).toEqual([]);
    });

    test('no room of the live updates admits anybody else', async () => {
      const live = createLiveProbes(tenants);
      for (const name of Object.keys(watches))
        expect(await live.findingsAbout(side, name)).toEqual([]);
    });

    test('no mutation changes it, or answers otherwise than about what is nobody’s', async () => {
      const { mutations, collect } = createWrites(tenants, await readSchema(tenants.api.url));
      const admin = tenants.api.db.pools.admin;
      const before = await digestOfTenant(admin, tenants.plant, side);
      const findings = new Findings();
      await each(mutations, (mutation) => collect(mutation, side, findings));
      const after = await digestOfTenant(admin, tenants.plant, side);
      expect(changedTables(before, after)).toEqual([]);
      expect(findings.list()).toEqual([]);
    });
  });
  // Last: from then on each tenant knows people of the other one, who bought.
  test.each(sides)(
    'what anybody may do with what is public of tenant %s shows no more',
    async (side) => {
      const { mutations, collectOpen } = createWrites(tenants, await readSchema(tenants.api.url));
      const findings = new Findings();
      await each(mutations, (mutation) => collectOpen(mutation, side, findings));
      expect(findings.list()).toEqual([]);
    },
  );
});

/** Mulberry32: the same seed, the same mistakes. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

import { randomUUID } from 'node:crypto';
import {
  createTestDatabase,
  insertEvent,
  insertOrganization,
  reservationRequest,
  reserveBatch,
  type TestDatabase,
  type TestEvent,
} from '@foyer/testing';
import type pg from 'pg';

let db: TestDatabase;
let client: pg.PoolClient;
beforeEach(async () => {
  db = await createTestDatabase();
  client = await db.pools.admin.connect();
});
afterEach(async () => {
  client.release();
  await db.close();
});

const batch = 20;

/** Twenty orders from the wish to their mails, on the one connection that planned it all while the tables were empty. */
async function sell(event: TestEvent): Promise<string[]> {
  const call = async <T>(text: string, values: unknown[]): Promise<T> =>
    (await client.query<{ answer: T }>(text, values)).rows[0]?.answer as T;
  const held = await reserveBatch(
    client,
    Array.from({ length: batch }, () => reservationRequest(event)),
  );
  const ids = held.map((answer) => ('registrationId' in answer ? answer.registrationId : ''));
  const payments = await call<{ paymentId: string }[]>(
    'select app_private.begin_payments($1) as answer',
    [
      JSON.stringify(
        ids.map((registrationId) => ({
          registrationId,
          linkRegistrationId: registrationId,
          provider: 'stripe',
          details: {
            buyerName: 'Ada Lovelace',
            buyerEmail: `${registrationId}@example.org`,
            locale: 'en',
            attendees: [{ ticketTypeId: event.ticketTypes.Standard, name: 'Grace Hopper' }],
          },
        })),
      ),
    ],
  );
  const paymentIds = payments.map(({ paymentId }) => paymentId);
  await client.query('select app_private.record_payment_pages($1, $2, $3)', [
    paymentIds,
    paymentIds.map((id) => `pi_${id}`),
    paymentIds.map((id) => `https://pay.test/${id}`),
  ]);
  const outcomes = await call<string[]>('select app_private.record_payment_events($1) as answer', [
    JSON.stringify(
      paymentIds.map((paymentId) => ({
        provider: 'stripe',
        eventId: `evt_${paymentId}`,
        type: 'test',
        payload: {},
        payment: {
          paymentId,
          providerPaymentId: `pi_${paymentId}`,
          status: 'succeeded',
          amountMinor: 2500,
          currency: 'EUR',
        },
      })),
    ),
  ]);
  expect(outcomes).toEqual(Array(batch).fill('confirmed'));
  const { rows: due } = await client.query('select id from app_private.claim_outbox(200, 30)');
  expect(due).toHaveLength(batch);
  await client.query('select app_private.mark_outbox_published($1)', [due.map(({ id }) => id)]);
  for (const id of ids)
    await client.query('select from app_private.registration_document_and_key($1)', [id]);
  return ids;
}

async function ticketsOf(registrationIds: string[]): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'select id from app_public.tickets where registration_id = any ($1)',
    [registrationIds],
  );
  return rows.map(({ id }) => id);
}

/** Twenty tickets at the door, and the last of them sent back. */
async function admit(event: TestEvent, tickets: string[]): Promise<void> {
  const at = new Date().toISOString();
  const scans = tickets.map((ticketId) => ({
    kind: 'scan',
    scanId: randomUUID(),
    ticketId,
    verdict: 'accepted',
    method: 'scan',
    at,
  }));
  const undo = { kind: 'undo', scanId: scans.at(-1)?.scanId, at };
  const { rows } = await client.query<{ outcomes: string[] }>(
    'select app_private.record_check_ins($1, $2) as outcomes',
    [event.id, JSON.stringify([...scans, undo])],
  );
  expect(rows[0]?.outcomes).toEqual([...Array(batch).fill('recorded'), 'undone']);
}

/** Entries of indexes and rows of tables that this connection read, of ours. */
async function readSoFar(): Promise<number> {
  await client.query('select pg_stat_force_next_flush()');
  const { rows } = await client.query<{ read: number }>(
    `select (select sum(idx_tup_read) from pg_stat_all_indexes where schemaname like 'app\\_%')::int
       + (select sum(seq_tup_read) from pg_stat_all_tables where schemaname like 'app\\_%')::int as read`,
  );
  return rows[0]?.read ?? 0;
}

const newEvent = async () => {
  const { id: orgId } = await insertOrganization(client);
  return await insertEvent(client, {
    orgId,
    quotas: { event: 10_000 },
    ticketTypes: [{ priceMinor: 2500 }],
  });
};

/** What every connection goes by from then on, until the tables are counted again. */
const known: Record<string, (done: number) => Promise<unknown>> = {
  'all was planned when there was nothing': async () => {},
  'the sizes of the tables are known, and nothing of what is in them': async (done) =>
    [100, 300, 600].includes(done) && client.query('vacuum'),
  'only other events were counted': async (done) => {
    if (done > 0) return;
    const other = await newEvent();
    for (let i = 0; i < 10; i += 1) await admit(other, await ticketsOf(await sell(other)));
    await client.query('vacuum analyze');
  },
};

describe.each(Object.keys(known))('when %s', (what) => {
  /** What each twenty of a thousand cost. Now and then one pays for what others left to clean up: the least of some counts. */
  async function costsOf(step: (done: number) => Promise<unknown>): Promise<number[]> {
    const costs: number[] = [];
    for (let done = 0; done < 1_000; done += batch) {
      await known[what]?.(done);
      const before = await readSoFar();
      await step(done);
      costs.push((await readSoFar()) - before);
    }
    return costs;
  }

  test('the thousandth order of an event reads about what the fortieth does', async () => {
    const event = await newEvent();
    const [, early = 0, ...later] = await costsOf(() => sell(event));
    expect(Math.min(...later.slice(-10))).toBeLessThan(early * 2);
  });

  test('the thousandth guest at the door reads about what the fortieth does', async () => {
    const event = await newEvent();
    const tickets: string[] = [];
    while (tickets.length < 1_000) tickets.push(...(await ticketsOf(await sell(event))));
    const [, early = 0, ...later] = await costsOf((done) =>
      admit(event, tickets.slice(done, done + batch)),
    );
    expect(Math.min(...later.slice(-10))).toBeLessThan(early * 2);
  });

  test("the door's list is read once, in however many pages", async () => {
    const event = await newEvent();
    await costsOf(() => sell(event));
    const readIn = async (pageSize: number) => {
      const before = await readSoFar();
      let after: string | null = null;
      let count = 0;
      do {
        const page: pg.QueryResult<{ id: string }> = await client.query(
          'select ticket_id as id from app_private.check_in_snapshot($1, $2, $3)',
          [event.id, after, pageSize],
        );
        after = page.rows.at(-1)?.id ?? null;
        count += page.rows.length;
      } while (after);
      expect(count).toBe(1_000);
      return (await readSoFar()) - before;
    };
    expect(await readIn(50)).toBeLessThan(2 * (await readIn(1_000)));
  });
});

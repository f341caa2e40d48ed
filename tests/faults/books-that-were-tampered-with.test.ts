import { randomUUID } from 'node:crypto';
import { findViolations, rules, rulesAtRest } from '@foyer/db';
import { inRollback, insertEvent, sealEverything, type TestEvent, until } from '@foyer/testing';
import type { BookEntry } from '../../libs/payment-adapters/sandbox/book.ts';
import { checkDatabase, compareWithBook, missing } from '../support/invariants.ts';
import { useShop } from '../support/shop.ts';

/** The invariants that every fault is judged by, judged themselves: each must see what it is there to see. */
const shop = useShop();
let event: TestEvent;
let ids: string[];
beforeAll(async () => {
  await shop().control('/script', { refunds: { settleAfterMs: 0 } });
  event = await insertEvent(shop().db.pools.admin, {
    orgId: shop().orgId,
    quotas: { event: 20 },
    ticketTypes: [{ priceMinor: 2500 }],
  });
  ids = await shop().order(event, 5);
  for (const id of ids.slice(0, 4)) await shop().pay((await shop().openPage(id)).sessionId);
  const { admin } = shop().db.pools;
  await until(async () => {
    const { rows } = await admin.query(
      `select from app_public.registrations where event_id = $1 and status = 'confirmed'`,
      [event.id],
    );
    return rows.length === 4;
  });
  await admin.query('update app_private.outbox set published_at = now()');
});

test('nothing is wrong to begin with', async () => {
  const { admin } = shop().db.pools;
  expect(await findViolations(admin, { ...rules, ...rulesAtRest })).toEqual([]);
  expect(await compareWithBook(admin, await shop().book())).toEqual([]);
});

const one = `(select id from app_public.registrations where status = 'confirmed' order by id limit 1)`;
const onePayment = `(select id from app_public.payments where status = 'succeeded' order by id limit 1)`;
const ledgerColumns =
  'org_id, registration_id, payment_id, refund_id, debit_account, credit_account, currency';

/** What somebody did to the tables, and the rule that must name it. */
const tampered: Record<string, [statement: string, rule: string]> = {
  'a capture that is not in the ledger': [
    `delete from app_public.ledger_entries where payment_id = ${onePayment}`,
    'each payment and refund is in the ledger once',
  ],
  'a capture that is in the ledger with another amount': [
    `update app_public.ledger_entries set amount_minor = 2499 where payment_id = ${onePayment}`,
    'each payment and refund is in the ledger once',
  ],
  'an entry that gives back what no refund stands for': [
    `insert into app_public.ledger_entries (${ledgerColumns}, amount_minor)
     select org_id, registration_id, id, null, 'unallocated', 'provider', currency, 2500
     from app_public.payments where id = ${onePayment}`,
    'every entry of the ledger is a capture, a refund',
  ],
  'sales that no ticket stands for': [
    `update app_public.ledger_entries set credit_account = 'unallocated' where payment_id = ${onePayment}`,
    'sales in the ledger are what was earned',
  ],
  'an order that is good without money': [
    `update app_public.payments set status = 'failed', succeeded_at = null where id = ${onePayment}`,
    'what is good is paid, less what was given back on request',
  ],
  'an order that was paid and is not good': [
    `update app_public.registrations set status = 'expired', expired_at = now() where id = ${one}`,
    'what is good is paid, less what was given back on request',
  ],
  'a ticket too few': [
    `delete from app_public.tickets where registration_id = ${one}`,
    'a confirmed registration has exactly the tickets it ordered and did not cancel',
  ],
  'a ticket too many': [
    `insert into app_public.tickets (org_id, event_id, registration_id, ticket_type_id, attendee_name)
     select org_id, event_id, registration_id, ticket_type_id, 'A Stranger' from app_public.tickets limit 1`,
    'a confirmed registration has exactly the tickets it ordered and did not cancel',
  ],
  'a ticket that nobody can present': [
    `delete from app_private.ticket_secrets where ticket_id = (select min(id::text)::uuid from app_public.tickets)`,
    'every ticket has a secret',
  ],
  'one sold that is not counted': [
    `update app_public.quotas set sold_count = sold_count - 1`,
    'sold_count is the number of valid tickets',
  ],
  'one held that is not counted': [
    `update app_public.quotas set held_count = 0`,
    'held_count is what pending registrations hold',
  ],
  'an order without a record': [
    `delete from app_public.audit_logs where record_id = ${one}`,
    'every change of a registration is on record',
  ],
  'more sold than there is': [
    'update app_public.quotas set capacity = 1',
    'capacity: nothing is sold or held that does not exist',
  ],
  'an order of nothing': [
    `delete from app_public.registration_items where registration_id = ${one}`,
    'a registration has items',
  ],
  'tickets of an order that was never confirmed': [
    `update app_public.registrations set status = 'expired', expired_at = now(), confirmed_at = null where id = ${one}`,
    'nothing but a confirmed registration has tickets',
  ],
  'a total that its items do not make': [
    `update app_public.registrations set total_minor = total_minor + 1 where id = ${one}`,
    'the total is the sum of the items',
  ],
  'money of another currency': [
    `update app_public.payments set currency = 'USD' where id = ${onePayment}`,
    'money is of the currency of its order',
  ],
  'an order that could be paid twice': [
    `insert into app_public.payments (org_id, event_id, registration_id, provider, amount_minor, currency)
     select org_id, event_id, id, 'stripe', total_minor, currency
     from app_public.registrations cross join generate_series(1, 2) where id = ${one}`,
    'an order has at most one payment that is under way',
  ],
  'a ticket that was let in twice': [
    `insert into app_public.check_ins (org_id, event_id, ticket_id, scan_id, checked_in_at, method)
     select org_id, event_id, id, gen_random_uuid(), now(), 'scan'
     from app_public.tickets cross join generate_series(1, 2) where registration_id = ${one}`,
    'a ticket is checked in once',
  ],
  'an order in the hands of another organization': [
    `update app_public.registrations set org_id = gen_random_uuid() where id = ${one}`,
    'what belongs together belongs to one organization',
  ],
  'a refund that nobody sent': [
    `insert into app_public.refunds (org_id, payment_id, registration_id, amount_minor, currency, reason)
     select org_id, id, registration_id, 100, currency, 'requested' from app_public.payments where id = ${onePayment}`,
    'every refund is settled',
  ],
  'a refund that was told of and not booked': [
    `insert into app_private.payment_events (provider, provider_event_id, type, outcome, payload)
     select provider, 'evt_lost', 'refund.created', 'unknown',
       jsonb_build_object('refund', jsonb_build_object('providerPaymentId', provider_payment_id))
     from app_public.payments where id = ${onePayment}`,
    'every refund that a provider told of is known',
  ],
  'a message that was never passed on': [
    `update app_private.outbox set published_at = null where id = (select min(id) from app_private.outbox)`,
    'everything in the outbox is published',
  ],
};

test('each rule is judged', () => {
  const judged = Object.values(tampered).map(([, rule]) => rule);
  const all = Object.keys({ ...rules, ...rulesAtRest });
  expect(all.filter((rule) => !judged.some((name) => rule.startsWith(name)))).toEqual([]);
});

test.each(Object.keys(tampered))('%s is found', async (what) => {
  const [statement, rule] = tampered[what] ?? ['', ''];
  await inRollback(shop().db.pools.admin, async (client) => {
    // Past every trigger and foreign key, as only the server's superuser can.
    await client.query('set local session_replication_role = replica');
    await client.query('alter table app_public.quotas drop constraint quotas_never_oversold');
    await client.query(
      'drop index app_public.payments_one_open, app_public.check_ins_one_per_checkpoint',
    );
    const { rowCount } = await client.query(statement);
    expect(rowCount).toBeGreaterThan(0);
    const found = await findViolations(client, { ...rules, ...rulesAtRest });
    expect(found.join('\n')).toContain(rule);
  });
});

const withBook = async (change: (book: BookEntry[]) => BookEntry[]) =>
  await compareWithBook(shop().db.pools.admin, change(await shop().book()));

test('a provider whose book says otherwise is found: charged twice, less, more, or not at all', async () => {
  const twice = await withBook((book) => [...book, { ...(book[0] as BookEntry), id: 'again' }]);
  expect(twice.join()).toMatch(/charged 2 times/);
  const less = await withBook(([first, ...rest]) => [
    { ...(first as BookEntry), amount: 2499 },
    ...rest,
  ]);
  expect(less.join()).toMatch(/the ledger says 2500, the provider 2499/);
  const stranger = await withBook((book) => [
    ...book,
    { ...(book[0] as BookEntry), id: 'more', paymentId: randomUUID() },
  ]);
  expect(stranger.join()).toMatch(/the ledger says nothing, the provider 2500/);
  const gone = await withBook((book) => book.slice(1));
  expect(gone.join()).toMatch(/the provider knows nothing of the payment/);
});

test('an acknowledged order that is not stored is found, and one that two buyers were told of', async () => {
  expect(await missing(shop().db.pools.admin, ids)).toEqual([]);
  await inRollback(shop().db.pools.admin, async (client) => {
    await client.query('set local session_replication_role = replica');
    await client.query('delete from app_public.registrations where id = $1', [ids[0]]);
    expect(await missing(client, ids)).toEqual([
      `an acknowledged registration is not stored: ${ids[0]}`,
    ]);
  });
  expect(await missing(shop().db.pools.admin, [...ids, ids[0] as string])).toHaveLength(1);
});

test('somebody who sees what is another organization’s is found', async () => {
  const { admin } = shop().db.pools;
  expect(await checkDatabase(admin)).toEqual([]);
  await admin.query('create policy open_to_all on app_public.tickets for select using (true)');
  try {
    const found = (await checkDatabase(admin)).join('\n');
    expect(found).toMatch(/a neighbour sees \d+ rows of another organization in tickets/);
    expect(found).toMatch(/a stranger sees \d+ rows of another organization in tickets/);
  } finally {
    await admin.query('drop policy open_to_all on app_public.tickets');
  }
});

test('a line of the record that was changed after it was sealed is found', async () => {
  const { admin } = shop().db.pools;
  await sealEverything(admin);
  const client = await admin.connect();
  const write = async (text: string, values: unknown[]) => {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    const { rows } = await client.query(text, values);
    await client.query('commit');
    return rows;
  };
  try {
    const { rows } = await client.query<{ id: string; before: object }>(
      `select id, new_data as before from app_public.audit_logs where record_id = $1 and action = 'insert'`,
      [ids[0]],
    );
    const [line] = rows;
    const set = 'update app_public.audit_logs set new_data = $2 where id = $1';
    await write(set, [line?.id, JSON.stringify({ ...line?.before, total_minor: 1 })]);
    expect((await checkDatabase(admin)).join()).toContain('the audit chain is broken');
    await write(set, [line?.id, JSON.stringify(line?.before)]);
    expect(await checkDatabase(admin)).toEqual([]);
  } finally {
    client.release();
  }
});

import {
  confirm,
  createTestDatabase,
  insertEvent,
  insertOrganization,
  insertUser,
  reservationRequest,
  reserve,
  type TestDatabase,
} from '@foyer/testing';
import type pg from 'pg';
import { findViolations, rules, rulesAtRest } from '../src/index.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  const { admin } = db.pools;
  const { id: orgId } = await insertOrganization(admin);
  const event = await insertEvent(admin, { orgId, quotas: { event: 100 } });
  await reserve(admin, reservationRequest(event));
  const free = await reserve(admin, reservationRequest(event, { quantity: 2 }));
  await confirm(admin, free.registrationId);

  const paid = await insertEvent(admin, { orgId, ticketTypes: [{ priceMinor: 500 }] });
  for (let i = 0; i < 2; i += 1) {
    const { registrationId } = await reserve(admin, reservationRequest(paid));
    await admin.query(
      `insert into app_public.payments (org_id, event_id, registration_id, provider, provider_payment_id, amount_minor, currency, status)
       values ($1, $2, $3::uuid, 'stripe', 'pi_' || $3::uuid, 500, 'EUR', 'pending')`,
      [orgId, paid.id, registrationId],
    );
    if (i === 1) continue;
    await admin.query(
      `update app_public.registrations r set buyer_name = 'A', buyer_email = 'a@example.org', attendee_info =
         jsonb_build_array(jsonb_build_object('ticketTypeId', $2::uuid, 'name', 'A')) where id = $1`,
      [registrationId, Object.values(paid.ticketTypes)[0]],
    );
    await admin.query(
      `select app_private.record_payment_event('stripe', 'evt_1', 'x', jsonb_build_object('providerPaymentId', 'pi_' || $1::text,
         'status', 'succeeded', 'amountMinor', 500, 'currency', 'EUR'), null, '{}')`,
      [registrationId],
    );
  }
  await insertUser(admin);
});
afterAll(() => db.close());

/** Does it, sees what is found, and undoes it. Constraints would refuse most of this, so they are away. */
async function after(damage: string): Promise<string> {
  const client = await db.pools.admin.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(damage);
    return (await findViolations(client as pg.ClientBase, { ...rules, ...rulesAtRest })).join('\n');
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const anyConfirmed = `(select id from app_public.registrations where status = 'confirmed' and total_minor = 0 limit 1)`;
const paidOne = `(select registration_id from app_public.payments where status = 'succeeded')`;

/** What could be wrong, and the rule that has to say so. */
const damages: Record<string, [damage: string, rule: string]> = {
  'too many sold': [
    `alter table app_public.quotas drop constraint quotas_never_oversold; update app_public.quotas set capacity = 1`,
    'nothing is sold or held that does not exist',
  ],
  'a lost sale': [
    'update app_public.quotas set sold_count = sold_count - 1 where sold_count > 0',
    'sold_count is the number of valid tickets',
  ],
  'a hold that was never given back': [
    'update app_public.quotas set held_count = held_count + 1',
    'held_count is what pending registrations hold',
  ],
  'an order of nothing': [
    `delete from app_public.registration_items where registration_id = ${anyConfirmed}`,
    'a registration has items',
  ],
  'a ticket too few': [
    `delete from app_public.tickets where id = (select id from app_public.tickets limit 1)`,
    'exactly the tickets it ordered and did not cancel',
  ],
  'tickets of a hold': [
    `update app_public.tickets set registration_id = (select id from app_public.registrations where status = 'pending' limit 1)`,
    'nothing but a confirmed registration has tickets',
  ],
  'a ticket without a secret': [
    'delete from app_private.ticket_secrets',
    'every ticket has a secret',
  ],
  'two tickets with one secret': [
    `update app_private.ticket_secrets set secret = '\\x00112233445566778899aabbccddeeff'`,
    'no two the same',
  ],
  'a wrong total': [
    `update app_public.registrations set total_minor = 1 where id = ${anyConfirmed}`,
    'the total is the sum of the items',
  ],
  'tickets for no money': [
    `update app_public.payments set status = 'failed' where status = 'succeeded'`,
    'what is good is paid, less what was given back on request',
  ],
  'money of another currency': [
    `update app_public.payments set currency = 'USD' where status = 'succeeded'`,
    'money is of the currency of its order',
  ],
  'money that is not in the ledger': [
    'delete from app_public.ledger_entries',
    'each payment and refund is in the ledger once',
  ],
  'a ledger of money that never came': [
    `update app_public.ledger_entries set payment_id = (select id from app_public.payments where status = 'pending')`,
    'each payment and refund is in the ledger once',
  ],
  'two pages to pay one order': [
    `drop index app_public.payments_one_open;
     insert into app_public.payments (org_id, event_id, registration_id, provider, amount_minor, currency)
     select org_id, event_id, registration_id, provider, amount_minor, currency from app_public.payments where status = 'pending'`,
    'at most one payment that is under way',
  ],
  'rows of two organizations': [
    `update app_public.payments set org_id = gen_random_uuid() where registration_id = ${paidOne}`,
    'belongs to one organization',
  ],
  'a change without a trace': [
    'delete from app_public.audit_logs',
    'every change of a registration is on record',
  ],
  'a sale of another account': [
    `update app_public.ledger_entries set credit_account = 'unallocated'`,
    'sales in the ledger are what was earned',
  ],
};

test('a sound database breaks no rule but that its outbox waits', async () => {
  expect(await after('select 1')).toMatch(/^everything in the outbox is published[^\n]*$/);
});

test.each(Object.keys(damages))('%s is found', async (what) => {
  const [damage = '', rule = ''] = damages[what] ?? [];
  expect(await after(damage)).toContain(rule);
});

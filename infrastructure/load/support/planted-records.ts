import type pg from 'pg';

/**
 * What business leaves behind beside orders and tickets: written after `plantOrganizations` has filled its temporary
 * tables, all of it settled, so that no worker finds anything to do.
 */
export async function plantRecords(client: pg.PoolClient): Promise<void> {
  await plantMoney(client);
  await plantHistory(client);
  await plantWebhooks(client);
  await plantLines(client);
}

/** Orders that cost something are paid and booked; every fourth of them got a tenth of it back. */
async function plantMoney(client: pg.PoolClient): Promise<void> {
  await client.query(`create temp table planted_payment on commit drop as
    select org_id, event_id, id as registration_id, app_hidden.uuid_v7() as id, 4 * price_minor as amount_minor, at,
      case when g % 16 = 1 then app_hidden.uuid_v7() end as refund_id
    from planted_order where price_minor > 0`);
  await client.query(`insert into app_public.payments (id, org_id, event_id, registration_id, provider, provider_payment_id,
      amount_minor, currency, status, succeeded_at, created_at)
    select id, org_id, event_id, registration_id, 'stripe', 'pi_' || id, amount_minor, 'EUR', 'succeeded', at, at
    from planted_payment`);
  await client.query(`insert into app_public.refunds (id, org_id, payment_id, registration_id, provider_refund_id,
      amount_minor, currency, status, reason, created_at)
    select refund_id, org_id, id, registration_id, 're_' || refund_id, amount_minor / 10, 'EUR', 'succeeded', 'requested', at
    from planted_payment where refund_id is not null`);
  await client.query(`insert into app_public.ledger_entries (org_id, registration_id, payment_id, refund_id, debit_account,
      credit_account, amount_minor, currency, created_at)
    select org_id, registration_id, id, null::uuid, 'provider'::app_public.ledger_account, 'sales'::app_public.ledger_account,
      amount_minor, 'EUR', at
    from planted_payment
    union all
    select org_id, registration_id, id, refund_id, 'sales', 'provider', amount_minor / 10, 'EUR', at
    from planted_payment where refund_id is not null`);
}

/** One line for each order. */
async function plantHistory(client: pg.PoolClient): Promise<void> {
  await client.query(`insert into app_public.audit_logs (org_id, table_name, record_id, action, new_data, created_at)
    select r.org_id, 'registrations', r.id, 'insert',
      to_jsonb(r) - '{updated_at,request_fingerprint,idempotency_key}'::text[], r.created_at
    from app_public.registrations r join planted_order o on o.id = r.id`);
}

/** Each organization has an address told of paid orders, and was answered. */
async function plantWebhooks(client: pg.PoolClient): Promise<void> {
  await client.query(`insert into app_public.webhook_endpoints (id, org_id, name, url, topics)
    select endpoint_id, id, 'Bookkeeping', 'https://hooks.example.org/' || slug, '{registration_confirmed}' from planted_org`);
  await client.query(`insert into app_private.webhook_secrets (webhook_endpoint_id)
    select endpoint_id from planted_org`);
  await client.query(`insert into app_public.webhook_deliveries (org_id, webhook_endpoint_id, topic, subject_id, status,
      attempt_count, next_attempt_at, last_attempt_at, last_http_status, delivered_at, created_at)
    select p.org_id, o.endpoint_id, 'registration_confirmed', p.registration_id, 'delivered', 1, null, at, 200, at, at
    from planted_payment p join planted_org o on o.id = p.org_id`);
}

/** No event has a waiting room, but people stood in line for every other one once. */
async function plantLines(client: pg.PoolClient): Promise<void> {
  await client.query(`insert into app_public.waiting_rooms (org_id, event_id, mode, proof_of_work)
    select org_id, event_id, 'off', 'off' from planted`);
  await client.query(`insert into app_private.waiting_lines (org_id, event_id, last_number, admitted_through)
    select org_id, event_id, 100, 100 from planted where n % 2 = 0`);
}

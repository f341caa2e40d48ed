import type pg from 'pg';

/** The tables that the audit triggers watch. */
const audited = `select c.oid::regclass::text as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where t.tgname = 'audit_insert' and not t.tgisinternal order by 1`;

/**
 * Runs `insert` with the audit triggers resting, then writes the audit rows that the past would have
 * left, each with the time at which it would have been written. Needs the owner of the tables; the
 * triggers are back before the transaction ends.
 */
export async function withHistoricAudit(
  client: pg.ClientBase,
  insert: () => Promise<void>,
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(audited);
  const tables = rows.map(({ name }) => name);
  for (const name of tables) await client.query(`alter table ${name} disable trigger audit_insert`);
  await insert();
  // Deferred foreign keys are checked now: a table with checks to come cannot be altered.
  await client.query('set constraints all immediate');
  await client.query(history);
  for (const name of tables) await client.query(`alter table ${name} enable trigger audit_insert`);
}

/** What app_private.audit() leaves out of every row. */
const leftOut = `'{updated_at,held_count,sold_count,changed_xact,request_fingerprint,idempotency_key,last_seen_at}'::text[]`;

/** A row as it was inserted: its data without what happened to it later. */
const inserted = (table: string, at: string, user: string, before = `'{}'::jsonb`) => `
  select x.org_id, '${table}' as table_name, x.id as record_id, 'insert' as action, null::jsonb as old_data,
    (to_jsonb(x) || ${before}) - ${leftOut} as new_data, ${user} as user_id, ${at} as created_at
  from app_public.${table} x`;

/** A later change of some columns. */
const updated = (
  table: string,
  at: string,
  user: string,
  before: string,
  after: string,
  where: string,
) => `
  select x.org_id, '${table}', x.id, 'update', ${before}, ${after}, ${user}, ${at}
  from app_public.${table} x where ${where}`;

const owner = `(select m.user_id from app_public.org_members m where m.org_id = x.org_id and m.role = 'owner')`;
const nobody = 'null::uuid';

const history = `
  insert into app_public.audit_logs (org_id, table_name, record_id, action, old_data, new_data, user_id, created_at)
  select * from (
    ${[
      `select x.id as org_id, 'organizations' as table_name, x.id as record_id, 'insert' as action, null::jsonb as old_data,
        to_jsonb(x) - ${leftOut} as new_data,
        (select m.user_id from app_public.org_members m where m.org_id = x.id and m.role = 'owner') as user_id,
        x.created_at from app_public.organizations x`,
      inserted('org_members', 'x.joined_at', owner),
      inserted('org_branding', 'x.updated_at', owner),
      ...['event_links', 'sessions', 'quotas', 'ticket_types', 'gates'].map((table) =>
        inserted(table, 'x.created_at', owner),
      ),
      inserted(
        'events',
        'x.created_at',
        owner,
        `'{"status": "draft", "published_at": null, "cancelled_at": null, "cancellation_reason": null}'`,
      ),
      updated(
        'events',
        'x.published_at',
        owner,
        `'{"status": "draft", "published_at": null}'`,
        `jsonb_build_object('status', 'published', 'published_at', x.published_at)`,
        'x.published_at is not null',
      ),
      updated(
        'events',
        'x.cancelled_at',
        owner,
        `'{"status": "published", "cancelled_at": null, "cancellation_reason": null}'`,
        `jsonb_build_object('status', 'cancelled', 'cancelled_at', x.cancelled_at, 'cancellation_reason', x.cancellation_reason)`,
        'x.cancelled_at is not null',
      ),
      inserted('devices', 'x.created_at', owner, `'{"paired_at": null, "revoked_at": null}'`),
      updated(
        'devices',
        'x.paired_at',
        nobody,
        `'{"paired_at": null}'`,
        `jsonb_build_object('paired_at', x.paired_at)`,
        'x.paired_at is not null',
      ),
      updated(
        'devices',
        'x.revoked_at',
        owner,
        `'{"revoked_at": null}'`,
        `jsonb_build_object('revoked_at', x.revoked_at)`,
        'x.revoked_at is not null',
      ),
      inserted(
        'registrations',
        'x.created_at',
        'x.user_id',
        `'{"status": "pending", "confirmed_at": null, "cancelled_at": null, "expired_at": null,
           "buyer_name": null, "buyer_email": null, "attendee_info": []}'`,
      ),
      updated(
        'registrations',
        `x.created_at + interval '35 seconds'`,
        'x.user_id',
        `'{"buyer_name": null, "buyer_email": null, "attendee_info": []}'`,
        `jsonb_build_object('buyer_name', x.buyer_name, 'buyer_email', x.buyer_email, 'attendee_info', x.attendee_info)`,
        'x.buyer_email is not null',
      ),
      updated(
        'registrations',
        'x.confirmed_at',
        nobody,
        `'{"status": "pending", "confirmed_at": null}'`,
        `jsonb_build_object('status', 'confirmed', 'confirmed_at', x.confirmed_at)`,
        'x.confirmed_at is not null',
      ),
      updated(
        'registrations',
        'x.cancelled_at',
        owner,
        `'{"status": "confirmed", "cancelled_at": null}'`,
        `jsonb_build_object('status', 'cancelled', 'cancelled_at', x.cancelled_at)`,
        'x.cancelled_at is not null',
      ),
      updated(
        'registrations',
        'x.expired_at',
        nobody,
        `'{"status": "pending", "expired_at": null}'`,
        `jsonb_build_object('status', 'expired', 'expired_at', x.expired_at)`,
        'x.expired_at is not null',
      ),
      inserted('tickets', 'x.issued_at', nobody, `'{"status": "valid", "cancelled_at": null}'`),
      updated(
        'tickets',
        'x.cancelled_at',
        owner,
        `'{"status": "valid", "cancelled_at": null}'`,
        `jsonb_build_object('status', 'cancelled', 'cancelled_at', x.cancelled_at)`,
        'x.cancelled_at is not null',
      ),
      inserted(
        'payments',
        'x.created_at',
        nobody,
        `'{"status": "created", "provider_payment_id": null, "failure_code": null, "succeeded_at": null}'`,
      ),
      updated(
        'payments',
        'x.updated_at',
        nobody,
        `'{"status": "created", "provider_payment_id": null, "failure_code": null, "succeeded_at": null}'`,
        `jsonb_build_object('status', x.status, 'provider_payment_id', x.provider_payment_id,
          'failure_code', x.failure_code, 'succeeded_at', x.succeeded_at)`,
        'true',
      ),
      inserted(
        'refunds',
        'x.created_at',
        owner,
        `'{"status": "queued", "provider_refund_id": null, "attempt_count": 0}'`,
      ),
      updated(
        'refunds',
        'x.updated_at',
        nobody,
        `'{"status": "queued", "provider_refund_id": null, "attempt_count": 0}'`,
        `jsonb_build_object('status', x.status, 'provider_refund_id', x.provider_refund_id, 'attempt_count', x.attempt_count)`,
        'true',
      ),
      inserted(
        'check_ins',
        'x.checked_in_at',
        nobody,
        `'{"undone_at": null, "undone_by_device_id": null}'`,
      ),
      updated(
        'check_ins',
        'x.undone_at',
        nobody,
        `'{"undone_at": null, "undone_by_device_id": null}'`,
        `jsonb_build_object('undone_at', x.undone_at, 'undone_by_device_id', x.undone_by_device_id)`,
        'x.undone_at is not null',
      ),
    ].join('\n    union all')}
  ) as past
  -- Rows are numbered as they are inserted, and histories are read in that order.
  order by created_at, record_id`;

create or replace function app_private.operation_state() returns table (
  outbox_waiting bigint, outbox_oldest_seconds double precision,
  holds_open bigint, holds_overdue bigint, holds_overdue_seconds double precision,
  payments_open_under_15m bigint, payments_open_under_1h bigint, payments_open_over_1h bigint,
  payments_unsettled_seconds double precision,
  refunds_queued bigint, refunds_pending bigint, refunds_failed bigint, refunds_queued_seconds double precision,
  audit_unsealed_seconds double precision
)
language plpgsql stable security definer set search_path = pg_catalog
as $$
declare
  -- A value, so that it bounds index scans; the volatile function would read every row.
  moment constant timestamptz := clock_timestamp();
begin
  select lag.waiting, lag.oldest_seconds into outbox_waiting, outbox_oldest_seconds
  from app_private.outbox_lag() lag;

  select count(*), count(*) filter (where r.expires_at <= moment),
    coalesce(extract(epoch from moment - min(r.expires_at) filter (where r.expires_at <= moment)), 0)
  into holds_open, holds_overdue, holds_overdue_seconds
  from app_public.registrations r where r.status = 'pending';

  -- Unsettled: the hold is over, so nobody may pay any more, and we still do not know how the payment ended.
  select count(*) filter (where p.created_at > moment - interval '15 minutes'),
    count(*) filter (where p.created_at <= moment - interval '15 minutes' and p.created_at > moment - interval '1 hour'),
    count(*) filter (where p.created_at <= moment - interval '1 hour'),
    coalesce(extract(epoch from moment - min(coalesce(r.expired_at, r.cancelled_at, r.confirmed_at))
      filter (where r.status <> 'pending')), 0)
  into payments_open_under_15m, payments_open_under_1h, payments_open_over_1h, payments_unsettled_seconds
  from app_public.payments p join app_public.registrations r on r.id = p.registration_id
  where p.status in ('created', 'pending');

  select count(*) filter (where r.status = 'queued'), count(*) filter (where r.status = 'pending'),
    coalesce(extract(epoch from moment - min(r.created_at) filter (where r.status = 'queued')), 0)
  into refunds_queued, refunds_pending, refunds_queued_seconds
  from app_public.refunds r where r.status in ('queued', 'pending');

  select count(*) into refunds_failed
  from app_public.refunds r where r.status = 'failed' and r.updated_at > moment - interval '1 day';

  select extract(epoch from moment - a.created_at) into audit_unsealed_seconds
  from app_public.audit_logs a
  where a.xact >= coalesce((select s.until_xact from app_private.audit_seals s order by s.id desc limit 1), '0'::xid8)
  order by a.xact, a.id
  limit 1;
  audit_unsealed_seconds := coalesce(audit_unsealed_seconds, 0);
  return next;
end
$$;
comment on function app_private.operation_state() is
  'What the worker shows as metrics, read every few seconds from partial indexes. Ages in seconds; 0 when there is nothing.
payments_unsettled_seconds: since the end of the hold whose payment is still open. refunds_failed: within the last day.';
grant execute on function app_private.operation_state() to foyer_worker;

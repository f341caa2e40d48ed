create or replace function app_private.webhook_lag() returns table (pending bigint, overdue_seconds double precision)
language sql stable security definer set search_path = pg_catalog
as $$
  -- Overdue: of endpoints that work and are told nothing at the moment. Those that fail wait one behind the other, and
  -- may; of one that takes long to answer, the rest waits for it and not for us.
  with under_way as materialized (
    select distinct webhook_endpoint_id from app_public.webhook_deliveries where claimed_until > clock_timestamp())
  select count(*), coalesce(extract(epoch from clock_timestamp() - min(d.next_attempt_at) filter (
      where e.failing_since is null and coalesce(e.paused_until, '-infinity') <= clock_timestamp()
        and u.webhook_endpoint_id is null and d.next_attempt_at <= clock_timestamp())), 0)::double precision
  from app_public.webhook_deliveries d
  join app_public.webhook_endpoints e on e.id = d.webhook_endpoint_id
  left join under_way u on u.webhook_endpoint_id = e.id
  where d.status = 'pending' and e.disabled_at is null
$$;
comment on function app_private.webhook_lag() is 'What endpoints are still to be told, and for how long something waits that could be sent.';
grant execute on function app_private.webhook_lag() to foyer_worker;

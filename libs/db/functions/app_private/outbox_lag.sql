create or replace function app_private.outbox_lag() returns table (waiting bigint, oldest_seconds double precision)
language sql stable security definer set search_path = pg_catalog
as $$
  select count(*), coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::double precision
  from app_private.outbox where published_at is null
$$;
comment on function app_private.outbox_lag() is 'How much waits to be published, and for how long: a metric with an alert.';
grant execute on function app_private.outbox_lag() to foyer_worker;

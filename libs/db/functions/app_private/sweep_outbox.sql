create or replace function app_private.sweep_outbox(older_than interval, max_count int) returns int
language sql volatile security definer set search_path = pg_catalog
as $$
  with swept as (
    delete from app_private.outbox where id in (
      select id from app_private.outbox where published_at < clock_timestamp() - older_than limit max_count)
    returning 1)
  select count(*)::int from swept
$$;
comment on function app_private.sweep_outbox(interval, int) is 'Removes published rows after a while; says how many.';
grant execute on function app_private.sweep_outbox(interval, int) to foyer_worker;

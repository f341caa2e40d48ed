create or replace function app_private.sweep_webhooks(older_than interval, max_count int) returns int
language sql volatile security definer set search_path = pg_catalog
as $$
  with swept as (
    delete from app_public.webhook_deliveries where id in (
      select id from app_public.webhook_deliveries
      where status <> 'pending' and created_at < statement_timestamp() - older_than limit max_count)
    returning 1)
  select count(*)::int from swept
$$;
comment on function app_private.sweep_webhooks(interval, int) is 'Removes what was delivered or given up after a while; says how many.';
grant execute on function app_private.sweep_webhooks(interval, int) to foyer_worker;

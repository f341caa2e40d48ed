create or replace function app_private.fail_undeliverable_webhooks(max_count int) returns int
language sql volatile security definer set search_path = pg_catalog
as $$
  with failed as (
    update app_public.webhook_deliveries d
    set status = 'failed', next_attempt_at = null, claimed_until = null, last_failure = coalesce(d.last_failure, 'disabled')
    where d.id in (
      select p.id from app_public.webhook_endpoints e
      cross join lateral (
        select w.id from app_public.webhook_deliveries w
        where w.webhook_endpoint_id = e.id and w.status = 'pending' limit max_count) as p
      where e.disabled_at is not null limit max_count)
    returning 1)
  select count(*)::int from failed
$$;
comment on function app_private.fail_undeliverable_webhooks(int) is
  'Ends what endpoints that are switched off were still to be told, also what was written down while that happened; says how many.';
grant execute on function app_private.fail_undeliverable_webhooks(int) to foyer_worker;

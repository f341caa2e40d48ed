create or replace function app_private.mark_delivered(dedupe_key text) returns void
language sql volatile security definer set search_path = pg_catalog
as $$
  update app_private.deliveries d set delivered_at = clock_timestamp() where d.dedupe_key = mark_delivered.dedupe_key
$$;
grant execute on function app_private.mark_delivered(text) to foyer_worker;

create or replace function app_private.release_delivery(dedupe_key text) returns void
language sql volatile security definer set search_path = pg_catalog
as $$
  delete from app_private.deliveries d where d.dedupe_key = release_delivery.dedupe_key and d.delivered_at is null
$$;
comment on function app_private.release_delivery(text) is 'The server refused the message, so it was surely not sent: a retry need not wait.';
grant execute on function app_private.release_delivery(text) to foyer_worker;

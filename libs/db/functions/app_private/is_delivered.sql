create or replace function app_private.is_delivered(dedupe_key text) returns boolean
language sql stable security definer set search_path = pg_catalog
as $$
  select exists (
    select from app_private.deliveries d where d.dedupe_key = is_delivered.dedupe_key and d.delivered_at is not null)
$$;
comment on function app_private.is_delivered(text) is
  'Was this message sent? A refused claim alone does not tell: its sender may still be at work, or dead.';
grant execute on function app_private.is_delivered(text) to foyer_worker;

create or replace function app_private.device_by_token(token_hash bytea) returns table (device_id uuid, event_id uuid)
language sql stable security definer set search_path = pg_catalog
as $$
  select d.id, d.event_id from app_public.devices d
  join app_private.device_secrets s on s.device_id = d.id
  where s.token_hash = device_by_token.token_hash and d.revoked_at is null
$$;
comment on function app_private.device_by_token(bytea) is
  'The device that holds a token, unless it was revoked: asked only when Redis cannot answer.';
grant execute on function app_private.device_by_token(bytea) to foyer_checkin;

create or replace function app_private.event_key(event_id uuid)
returns table (key_id int, public_key bytea, private_key_encrypted bytea)
language sql stable security definer set search_path = pg_catalog
as $$
  select k.key_id, k.public_key, k.private_key_encrypted
  from app_private.event_keys k where k.event_id = event_key.event_id
$$;
grant execute on function app_private.event_key(uuid) to foyer_authenticator, foyer_worker, foyer_checkin;

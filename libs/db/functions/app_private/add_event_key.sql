create or replace function app_private.add_event_key(event_id uuid, public_key bytea, private_key_encrypted bytea)
returns void
language sql volatile security definer set search_path = pg_catalog
as $$
  -- The first maker wins; everybody reads the key back afterwards.
  insert into app_private.event_keys (event_id, public_key, private_key_encrypted)
  select e.id, add_event_key.public_key, add_event_key.private_key_encrypted
  from app_public.events e where e.id = add_event_key.event_id
  on conflict do nothing
$$;
grant execute on function app_private.add_event_key(uuid, bytea, bytea) to foyer_authenticator, foyer_worker, foyer_checkin;

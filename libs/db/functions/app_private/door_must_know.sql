create or replace function app_private.door_must_know(event_id uuid) returns text
language sql stable security definer set search_path = pg_catalog
as $$
  -- Checks no identity: the API asks about an event whose tickets its caller has just changed.
  select (select max(t.changed_xact) from app_public.tickets t where t.event_id = e.id
    -- Those of another server, whose backup this was, are older.
    and t.changed_xact < pg_snapshot_xmax(pg_current_snapshot()))::text
  from app_public.events e
  where e.id = door_must_know.event_id and app_hidden.check_in_window(e) @> clock_timestamp()
    and exists (
      select from app_public.devices d join app_private.device_secrets s on s.device_id = d.id
      where d.event_id = e.id and d.revoked_at is null and s.token_hash is not null)
$$;
comment on function app_private.door_must_know(uuid) is
  'The last change of an event''s tickets, for door_knows; null while nobody could be admitted: no door is open, or no phone is paired.';
grant execute on function app_private.door_must_know(uuid) to foyer_authenticator;

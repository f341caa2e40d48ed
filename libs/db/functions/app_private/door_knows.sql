create or replace function app_private.door_knows(event_id uuid, change text) returns boolean
language sql stable security definer set search_path = pg_catalog
as $$
  -- Checks no identity, as door_must_know.
  select exists (
    select from app_private.door_watermarks d
    where d.event_id = door_knows.event_id and d.watermark > change::xid8
      -- Else it is another server's, from a backup.
      and d.watermark <= pg_snapshot_xmin(pg_current_snapshot()))
$$;
comment on function app_private.door_knows(uuid, text) is
  'Whether the door of an event decides by that change, which door_must_know named, and by all before it.';
grant execute on function app_private.door_knows(uuid, text) to foyer_authenticator;

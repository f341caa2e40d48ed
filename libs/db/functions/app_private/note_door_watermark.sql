create or replace function app_private.note_door_watermark(event_id uuid, watermark xid8) returns void
language sql volatile security definer set search_path = pg_catalog
as $$
  -- Checks no identity: the check-in service says what it has brought to its door.
  insert into app_private.door_watermarks as d (event_id, watermark)
  values (note_door_watermark.event_id, note_door_watermark.watermark)
  on conflict (event_id) do update set watermark = excluded.watermark where d.watermark < excluded.watermark
    -- Of another server, whose backup this was.
    or d.watermark > pg_snapshot_xmin(pg_current_snapshot())
$$;
comment on function app_private.note_door_watermark(uuid, xid8) is
  'The door decides by everything that transactions before this one changed of the event''s tickets.';
grant execute on function app_private.note_door_watermark(uuid, xid8) to foyer_checkin;

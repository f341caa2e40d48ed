create or replace function app_private.note_device_list(token_hash bytea, list_made_at timestamptz, waiting_scan_count int)
returns void
language sql volatile security definer set search_path = pg_catalog
as $$
  -- The token is the authority: a device tells of itself. Many say the same every few seconds.
  update app_public.devices d
  set list_made_at = note_device_list.list_made_at, waiting_scan_count = note_device_list.waiting_scan_count
  from app_private.device_secrets s
  where s.device_id = d.id and s.token_hash = note_device_list.token_hash and d.revoked_at is null
    and (d.list_made_at, d.waiting_scan_count)
      is distinct from (note_device_list.list_made_at, note_device_list.waiting_scan_count)
$$;
comment on function app_private.note_device_list(bytea, timestamptz, int) is
  'What a door phone says it holds for when it has no network: how old its guest list is, and how many scans wait.';
grant execute on function app_private.note_device_list(bytea, timestamptz, int) to foyer_checkin;

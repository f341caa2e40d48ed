alter table app_public.devices
  add column list_made_at timestamptz,
  add column waiting_scan_count int not null default 0;
comment on column app_public.devices.list_made_at is 'How old the guest list is that the phone holds for when it has no network; null when it holds none.';
comment on column app_public.devices.waiting_scan_count is 'Scans that the phone said wait on it to be told, when it was last heard of.';

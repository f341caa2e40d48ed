alter table app_public.events
  add column is_transferable boolean not null default true,
  add column transfers_close_at timestamptz;
comment on column app_public.events.is_transferable is 'Whether guests may give their tickets to somebody else. Its admins always may.';
comment on column app_public.events.transfers_close_at is 'Until when guests may; by default until the event starts.';

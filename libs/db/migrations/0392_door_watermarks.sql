create table app_private.door_watermarks (
  event_id uuid primary key references app_public.events on delete cascade,
  watermark xid8 not null
);
comment on table app_private.door_watermarks is
  'What each event''s door knows: whatever a transaction before the watermark changed of its tickets.';

alter table app_private.door_watermarks enable row level security;
alter table app_private.door_watermarks force row level security;
drop policy if exists owner_all on app_private.door_watermarks;
create policy owner_all on app_private.door_watermarks to foyer_owner using (true) with check (true);

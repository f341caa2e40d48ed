alter table app_private.deliveries enable row level security;
alter table app_private.deliveries force row level security;
drop policy if exists owner_all on app_private.deliveries;
create policy owner_all on app_private.deliveries to foyer_owner using (true) with check (true);

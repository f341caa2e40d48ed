alter table app_private.device_secrets enable row level security;
alter table app_private.device_secrets force row level security;
drop policy if exists owner_all on app_private.device_secrets;
create policy owner_all on app_private.device_secrets to foyer_owner using (true) with check (true);

alter table app_private.sign_in_throttles enable row level security;
alter table app_private.sign_in_throttles force row level security;
drop policy if exists owner_all on app_private.sign_in_throttles;
create policy owner_all on app_private.sign_in_throttles to foyer_owner using (true) with check (true);

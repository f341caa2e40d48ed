alter table app_private.event_keys enable row level security;
alter table app_private.event_keys force row level security;
drop policy if exists owner_all on app_private.event_keys;
create policy owner_all on app_private.event_keys to foyer_owner using (true) with check (true);

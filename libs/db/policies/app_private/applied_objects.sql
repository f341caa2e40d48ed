alter table app_private.applied_objects enable row level security;
alter table app_private.applied_objects force row level security;
drop policy if exists owner_all on app_private.applied_objects;
create policy owner_all on app_private.applied_objects to foyer_owner using (true) with check (true);

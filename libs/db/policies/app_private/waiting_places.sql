alter table app_private.waiting_places enable row level security;
alter table app_private.waiting_places force row level security;
drop policy if exists owner_all on app_private.waiting_places;
create policy owner_all on app_private.waiting_places to foyer_owner using (true) with check (true);

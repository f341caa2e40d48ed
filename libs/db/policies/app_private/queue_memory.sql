alter table app_private.queue_memory enable row level security;
alter table app_private.queue_memory force row level security;
drop policy if exists owner_all on app_private.queue_memory;
create policy owner_all on app_private.queue_memory to foyer_owner using (true) with check (true);

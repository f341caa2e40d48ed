alter table app_private.outbox enable row level security;
alter table app_private.outbox force row level security;
drop policy if exists owner_all on app_private.outbox;
create policy owner_all on app_private.outbox to foyer_owner using (true) with check (true);

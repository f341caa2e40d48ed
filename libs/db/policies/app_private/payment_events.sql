alter table app_private.payment_events enable row level security;
alter table app_private.payment_events force row level security;
drop policy if exists owner_all on app_private.payment_events;
create policy owner_all on app_private.payment_events to foyer_owner using (true) with check (true);

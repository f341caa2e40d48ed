alter table app_private.ticket_transfers enable row level security;
alter table app_private.ticket_transfers force row level security;
drop policy if exists owner_all on app_private.ticket_transfers;
create policy owner_all on app_private.ticket_transfers to foyer_owner using (true) with check (true);

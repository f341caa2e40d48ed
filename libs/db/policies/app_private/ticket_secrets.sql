alter table app_private.ticket_secrets enable row level security;
alter table app_private.ticket_secrets force row level security;
drop policy if exists owner_all on app_private.ticket_secrets;
create policy owner_all on app_private.ticket_secrets to foyer_owner using (true) with check (true);

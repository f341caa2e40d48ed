alter table app_private.webhook_secrets enable row level security;
alter table app_private.webhook_secrets force row level security;
drop policy if exists owner_all on app_private.webhook_secrets;
create policy owner_all on app_private.webhook_secrets to foyer_owner using (true) with check (true);

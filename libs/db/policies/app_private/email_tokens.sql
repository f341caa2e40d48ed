alter table app_private.email_tokens enable row level security;
alter table app_private.email_tokens force row level security;
drop policy if exists owner_all on app_private.email_tokens;
create policy owner_all on app_private.email_tokens to foyer_owner using (true) with check (true);

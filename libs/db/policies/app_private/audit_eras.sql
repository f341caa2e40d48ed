alter table app_private.audit_eras enable row level security;
alter table app_private.audit_eras force row level security;
drop policy if exists owner_all on app_private.audit_eras;
create policy owner_all on app_private.audit_eras to foyer_owner using (true) with check (true);

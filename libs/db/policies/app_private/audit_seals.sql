alter table app_private.audit_seals enable row level security;
alter table app_private.audit_seals force row level security;
drop policy if exists owner_all on app_private.audit_seals;
create policy owner_all on app_private.audit_seals to foyer_owner using (true) with check (true);

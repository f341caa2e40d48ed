alter table app_public.audit_logs enable row level security;
alter table app_public.audit_logs force row level security;
drop policy if exists owner_all on app_public.audit_logs;
create policy owner_all on app_public.audit_logs to foyer_owner using (true) with check (true);

drop policy if exists select_member on app_public.audit_logs;
create policy select_member on app_public.audit_logs for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')));

grant select on app_public.audit_logs to foyer_user;
comment on column app_public.audit_logs.xact is E'@behavior -*\nThe transaction of the change; seals go by it.';

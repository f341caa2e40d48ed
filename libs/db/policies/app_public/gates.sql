alter table app_public.gates enable row level security;
alter table app_public.gates force row level security;
drop policy if exists owner_all on app_public.gates;
create policy owner_all on app_public.gates to foyer_owner using (true) with check (true);

drop policy if exists select_member on app_public.gates;
create policy select_member on app_public.gates for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('staff')));
drop policy if exists insert_admin on app_public.gates;
create policy insert_admin on app_public.gates for insert to foyer_user
  with check (org_id in (select app_hidden.my_org_ids('admin')));
drop policy if exists update_admin on app_public.gates;
create policy update_admin on app_public.gates for update to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')))
  with check (org_id in (select app_hidden.my_org_ids('admin')));
drop policy if exists delete_admin on app_public.gates;
create policy delete_admin on app_public.gates for delete to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')));

grant select, delete on app_public.gates to foyer_user;
grant insert (org_id, event_id, name) on app_public.gates to foyer_user;
grant update (name) on app_public.gates to foyer_user;
comment on table app_public.gates is E'@behavior +insert +update +delete\nWhere people are let in.';

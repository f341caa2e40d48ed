alter table app_public.org_members enable row level security;
alter table app_public.org_members force row level security;
drop policy if exists owner_all on app_public.org_members;
create policy owner_all on app_public.org_members to foyer_owner using (true) with check (true);

drop policy if exists select_colleagues on app_public.org_members;
create policy select_colleagues on app_public.org_members for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('staff')));

grant select on app_public.org_members to foyer_user;

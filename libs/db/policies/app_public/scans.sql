alter table app_public.scans enable row level security;
alter table app_public.scans force row level security;
drop policy if exists owner_all on app_public.scans;
create policy owner_all on app_public.scans to foyer_owner using (true) with check (true);

drop policy if exists select_member on app_public.scans;
create policy select_member on app_public.scans for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('staff')));

grant select on app_public.scans to foyer_user;

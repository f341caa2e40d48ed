alter table app_public.devices enable row level security;
alter table app_public.devices force row level security;
drop policy if exists owner_all on app_public.devices;
create policy owner_all on app_public.devices to foyer_owner using (true) with check (true);

drop policy if exists select_member on app_public.devices;
create policy select_member on app_public.devices for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('staff')));

grant select on app_public.devices to foyer_user;

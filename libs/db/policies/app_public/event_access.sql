alter table app_public.event_access enable row level security;
alter table app_public.event_access force row level security;
drop policy if exists owner_all on app_public.event_access;
create policy owner_all on app_public.event_access to foyer_owner using (true) with check (true);

drop policy if exists select_holder on app_public.event_access;
-- offset 0: looked up row by row. Else the planner may read every order of every organization to test a few.
create policy select_holder on app_public.event_access for select to foyer_anonymous, foyer_user
  using (exists (
    select from app_public.registrations r
    where r.event_id = event_access.event_id and r.status = 'confirmed'
      and r.id in (select app_hidden.my_registration_ids()) offset 0));
drop policy if exists select_member on app_public.event_access;
create policy select_member on app_public.event_access for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('staff')));

grant select on app_public.event_access to foyer_anonymous, foyer_user;

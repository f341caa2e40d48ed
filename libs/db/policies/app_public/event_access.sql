alter table app_public.event_access enable row level security;
alter table app_public.event_access force row level security;
drop policy if exists owner_all on app_public.event_access;
create policy owner_all on app_public.event_access to foyer_owner using (true) with check (true);

drop policy if exists select_holder on app_public.event_access;
-- From the caller's own registrations, found by their ids: asked of the event, it would read every order of
-- somebody else's, and take the longer the more there are.
create policy select_holder on app_public.event_access for select to foyer_anonymous, foyer_user
  using (event_id = any (array(
    select r.event_id from app_public.registrations r
    where r.id = any (array(select app_hidden.my_registration_ids())) and r.status = 'confirmed')));
drop policy if exists select_member on app_public.event_access;
create policy select_member on app_public.event_access for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('staff')));

grant select on app_public.event_access to foyer_anonymous, foyer_user;

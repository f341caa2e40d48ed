alter table app_public.ticket_types enable row level security;
alter table app_public.ticket_types force row level security;
drop policy if exists owner_all on app_public.ticket_types;
create policy owner_all on app_public.ticket_types to foyer_owner using (true) with check (true);

drop policy if exists select_visible on app_public.ticket_types;
-- offset 0: looked up row by row. Else the planner may read every event of every organization to test a few.
create policy select_visible on app_public.ticket_types for select to foyer_anonymous, foyer_user
  using (is_active and not is_hidden
    and exists (select from app_public.events e where e.id = event_id offset 0));
drop policy if exists select_unlocked on app_public.ticket_types;
create policy select_unlocked on app_public.ticket_types for select to foyer_anonymous, foyer_user
  using (is_active and event_id in (select app_hidden.linked_event_ids(true))
    and exists (select from app_public.events e where e.id = event_id offset 0));
drop policy if exists select_held on app_public.ticket_types;
create policy select_held on app_public.ticket_types for select to foyer_anonymous, foyer_user
  using (exists (
    select from app_public.registration_items i
    where i.org_id = ticket_types.org_id and i.event_id = ticket_types.event_id
      and i.ticket_type_id = ticket_types.id
      and i.registration_id in (select app_hidden.my_registration_ids()) offset 0));
drop policy if exists select_member on app_public.ticket_types;
create policy select_member on app_public.ticket_types for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('staff')));

-- Written by save_event_tickets only: types and quotas change together or not at all.
grant select on app_public.ticket_types to foyer_anonymous, foyer_user;

alter table app_public.check_ins enable row level security;
alter table app_public.check_ins force row level security;
drop policy if exists owner_all on app_public.check_ins;
create policy owner_all on app_public.check_ins to foyer_owner using (true) with check (true);

drop policy if exists select_holder on app_public.check_ins;
-- offset 0: looked up row by row. Else the planner may read every ticket of every organization to test a few.
create policy select_holder on app_public.check_ins for select to foyer_anonymous, foyer_user
  using (exists (
    select from app_public.tickets t
    where t.id = ticket_id and t.registration_id in (select app_hidden.my_registration_ids()) offset 0));
drop policy if exists select_member on app_public.check_ins;
create policy select_member on app_public.check_ins for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('staff')));

grant select on app_public.check_ins to foyer_anonymous, foyer_user;

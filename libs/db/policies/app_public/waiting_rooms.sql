alter table app_public.waiting_rooms enable row level security;
alter table app_public.waiting_rooms force row level security;
drop policy if exists owner_all on app_public.waiting_rooms;
create policy owner_all on app_public.waiting_rooms to foyer_owner using (true) with check (true);

drop policy if exists select_member on app_public.waiting_rooms;
create policy select_member on app_public.waiting_rooms for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('staff')));

-- Written by save_waiting_room only; what everybody may know of it is events.waitingRoom.
grant select on app_public.waiting_rooms to foyer_user;

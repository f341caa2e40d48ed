alter table app_public.quotas enable row level security;
alter table app_public.quotas force row level security;
drop policy if exists owner_all on app_public.quotas;
create policy owner_all on app_public.quotas to foyer_owner using (true) with check (true);

drop policy if exists select_member on app_public.quotas;
create policy select_member on app_public.quotas for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('staff')));

-- Written by save_event_tickets (capacity) and by the reservation functions (counts) only.
grant select on app_public.quotas to foyer_user;

alter table app_public.payments enable row level security;
alter table app_public.payments force row level security;
drop policy if exists owner_all on app_public.payments;
create policy owner_all on app_public.payments to foyer_owner using (true) with check (true);

drop policy if exists select_holder on app_public.payments;
create policy select_holder on app_public.payments for select to foyer_anonymous, foyer_user
  using (registration_id in (select app_hidden.my_registration_ids()));
drop policy if exists select_member on app_public.payments;
create policy select_member on app_public.payments for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')));

grant select on app_public.payments to foyer_anonymous, foyer_user;

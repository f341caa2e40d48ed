alter table app_public.registrations enable row level security;
alter table app_public.registrations force row level security;
drop policy if exists owner_all on app_public.registrations;
create policy owner_all on app_public.registrations to foyer_owner using (true) with check (true);

drop policy if exists select_holder on app_public.registrations;
create policy select_holder on app_public.registrations for select to foyer_anonymous, foyer_user
  using (id in (select app_hidden.my_registration_ids()));
drop policy if exists select_member on app_public.registrations;
create policy select_member on app_public.registrations for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('staff')));

-- No insert, update or delete for anyone: registrations change only through functions.
grant select (id, org_id, event_id, user_id, confirmation_number, status, buyer_name, buyer_email, locale,
    attendee_info, total_minor, currency, expires_at, confirmed_at, cancelled_at, expired_at, created_at, updated_at)
  on app_public.registrations to foyer_anonymous, foyer_user;

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
grant select on app_public.registrations to foyer_anonymous, foyer_user;
comment on column app_public.registrations.idempotency_key is
  E'@behavior -*\nDigest of the client''s key: who reads the row cannot replay the request.';
comment on column app_public.registrations.request_fingerprint is
  E'@behavior -*\nSHA-256 of the request: the same key with another order is refused.';

alter table app_public.refunds enable row level security;
alter table app_public.refunds force row level security;
drop policy if exists owner_all on app_public.refunds;
create policy owner_all on app_public.refunds to foyer_owner using (true) with check (true);

drop policy if exists select_holder on app_public.refunds;
create policy select_holder on app_public.refunds for select to foyer_anonymous, foyer_user
  using (registration_id in (select app_hidden.my_registration_ids()));
drop policy if exists select_member on app_public.refunds;
create policy select_member on app_public.refunds for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')));

grant select on app_public.refunds to foyer_anonymous, foyer_user;
comment on column app_public.refunds.idempotency_key is E'@behavior -*\nOf whoever asked for it: asked again, it is the same refund.';
comment on column app_public.refunds.attempt_count is '@behavior -*';
comment on column app_public.refunds.next_attempt_at is '@behavior -*';

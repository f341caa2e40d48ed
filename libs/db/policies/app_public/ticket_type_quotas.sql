alter table app_public.ticket_type_quotas enable row level security;
alter table app_public.ticket_type_quotas force row level security;
drop policy if exists owner_all on app_public.ticket_type_quotas;
create policy owner_all on app_public.ticket_type_quotas to foyer_owner using (true) with check (true);

drop policy if exists select_member on app_public.ticket_type_quotas;
create policy select_member on app_public.ticket_type_quotas for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('staff')));

grant select on app_public.ticket_type_quotas to foyer_user;

alter table app_public.webhook_deliveries enable row level security;
alter table app_public.webhook_deliveries force row level security;
drop policy if exists owner_all on app_public.webhook_deliveries;
create policy owner_all on app_public.webhook_deliveries to foyer_owner using (true) with check (true);

drop policy if exists select_admin on app_public.webhook_deliveries;
create policy select_admin on app_public.webhook_deliveries for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')));

grant select on app_public.webhook_deliveries to foyer_user;

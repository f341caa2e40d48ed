alter table app_public.webhook_endpoints enable row level security;
alter table app_public.webhook_endpoints force row level security;
drop policy if exists owner_all on app_public.webhook_endpoints;
create policy owner_all on app_public.webhook_endpoints to foyer_owner using (true) with check (true);

-- An address may hold a secret of the integrator's.
drop policy if exists select_admin on app_public.webhook_endpoints;
create policy select_admin on app_public.webhook_endpoints for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')));
drop policy if exists delete_admin on app_public.webhook_endpoints;
create policy delete_admin on app_public.webhook_endpoints for delete to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')));

grant select, delete on app_public.webhook_endpoints to foyer_user;
comment on table app_public.webhook_endpoints is
  E'@behavior +delete\nAn address of an integrator that is told what happens, by signed POST requests (Standard Webhooks).';

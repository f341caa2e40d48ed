alter table app_public.organizations enable row level security;
alter table app_public.organizations force row level security;
drop policy if exists owner_all on app_public.organizations;
create policy owner_all on app_public.organizations to foyer_owner using (true) with check (true);

drop policy if exists select_all on app_public.organizations;
create policy select_all on app_public.organizations for select to foyer_anonymous, foyer_user
  using (true);
drop policy if exists update_admin on app_public.organizations;
create policy update_admin on app_public.organizations for update to foyer_user
  using (id in (select app_hidden.my_org_ids('admin')))
  with check (id in (select app_hidden.my_org_ids('admin')));

grant select (id, name, slug, description, website_url, is_verified, created_at, updated_at)
  on app_public.organizations to foyer_anonymous, foyer_user;
grant update (name, description, website_url) on app_public.organizations to foyer_user;
comment on table app_public.organizations is E'@behavior +update\nA tenant: who holds the events. Its name and look are public.';

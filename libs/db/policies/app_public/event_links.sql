alter table app_public.event_links enable row level security;
alter table app_public.event_links force row level security;
drop policy if exists owner_all on app_public.event_links;
create policy owner_all on app_public.event_links to foyer_owner using (true) with check (true);

drop policy if exists select_member on app_public.event_links;
create policy select_member on app_public.event_links for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('staff')));
drop policy if exists insert_admin on app_public.event_links;
create policy insert_admin on app_public.event_links for insert to foyer_user
  with check (org_id in (select app_hidden.my_org_ids('admin')));
drop policy if exists delete_admin on app_public.event_links;
create policy delete_admin on app_public.event_links for delete to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')));

grant select, delete on app_public.event_links to foyer_user;
grant insert (org_id, event_id, label, unlocks_hidden) on app_public.event_links to foyer_user;
-- The token's default is computed by whoever inserts. Both are pure: they reach no table.
grant execute on function app_hidden.random_bytes_16(), app_hidden.crockford(bytea, int) to foyer_user;
comment on table app_public.event_links is E'@behavior +insert +delete\nPrivate links (?k=token): open an unlisted event, and hidden ticket types where unlocks_hidden.';

alter table app_public.sessions enable row level security;
alter table app_public.sessions force row level security;
drop policy if exists owner_all on app_public.sessions;
create policy owner_all on app_public.sessions to foyer_owner using (true) with check (true);

drop policy if exists select_visible on app_public.sessions;
-- offset 0: looked up row by row. Else the planner may read every event of every organization to test a few.
create policy select_visible on app_public.sessions for select to foyer_anonymous, foyer_user
  using (exists (select from app_public.events e where e.id = event_id offset 0));
drop policy if exists insert_admin on app_public.sessions;
create policy insert_admin on app_public.sessions for insert to foyer_user
  with check (org_id in (select app_hidden.my_org_ids('admin')));
drop policy if exists update_admin on app_public.sessions;
create policy update_admin on app_public.sessions for update to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')))
  with check (org_id in (select app_hidden.my_org_ids('admin')));
drop policy if exists delete_admin on app_public.sessions;
create policy delete_admin on app_public.sessions for delete to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')));

grant select on app_public.sessions to foyer_anonymous, foyer_user;
grant insert (org_id, event_id, title, description, room, track, starts_at, ends_at, capacity, tags)
  on app_public.sessions to foyer_user;
grant update (title, description, room, track, starts_at, ends_at, capacity, tags)
  on app_public.sessions to foyer_user;
grant delete on app_public.sessions to foyer_user;
comment on table app_public.sessions is E'@behavior +insert +update +delete\nAn agenda item of an event.';

alter table app_public.speakers enable row level security;
alter table app_public.speakers force row level security;
drop policy if exists owner_all on app_public.speakers;
create policy owner_all on app_public.speakers to foyer_owner using (true) with check (true);

drop policy if exists select_visible on app_public.speakers;
-- offset 0: looked up row by row. Else the planner may read every session of every organization to test a few.
create policy select_visible on app_public.speakers for select to foyer_anonymous, foyer_user
  using (exists (select from app_public.session_speakers s where s.speaker_id = speakers.id offset 0));
drop policy if exists select_member on app_public.speakers;
create policy select_member on app_public.speakers for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('staff')));
drop policy if exists insert_admin on app_public.speakers;
create policy insert_admin on app_public.speakers for insert to foyer_user
  with check (org_id in (select app_hidden.my_org_ids('admin')));
drop policy if exists update_admin on app_public.speakers;
create policy update_admin on app_public.speakers for update to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')))
  with check (org_id in (select app_hidden.my_org_ids('admin')));
drop policy if exists delete_admin on app_public.speakers;
create policy delete_admin on app_public.speakers for delete to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')));

grant select on app_public.speakers to foyer_anonymous, foyer_user;
grant insert (org_id, name, title, bio, photo_url, social_links) on app_public.speakers to foyer_user;
grant update (name, title, bio, photo_url, social_links) on app_public.speakers to foyer_user;
grant delete on app_public.speakers to foyer_user;
comment on table app_public.speakers is E'@behavior +insert +update +delete\nSomeone who speaks or performs at sessions.';

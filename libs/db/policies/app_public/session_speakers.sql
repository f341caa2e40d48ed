alter table app_public.session_speakers enable row level security;
alter table app_public.session_speakers force row level security;
drop policy if exists owner_all on app_public.session_speakers;
create policy owner_all on app_public.session_speakers to foyer_owner using (true) with check (true);

drop policy if exists select_visible on app_public.session_speakers;
-- offset 0: looked up row by row. Else the planner may read every session of every organization to test a few.
create policy select_visible on app_public.session_speakers for select to foyer_anonymous, foyer_user
  using (exists (select from app_public.sessions s where s.id = session_id offset 0));
drop policy if exists insert_admin on app_public.session_speakers;
create policy insert_admin on app_public.session_speakers for insert to foyer_user
  with check (org_id in (select app_hidden.my_org_ids('admin')));
drop policy if exists update_admin on app_public.session_speakers;
create policy update_admin on app_public.session_speakers for update to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')))
  with check (org_id in (select app_hidden.my_org_ids('admin')));
drop policy if exists delete_admin on app_public.session_speakers;
create policy delete_admin on app_public.session_speakers for delete to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')));

grant select on app_public.session_speakers to foyer_anonymous, foyer_user;
grant insert (org_id, session_id, speaker_id, role) on app_public.session_speakers to foyer_user;
grant update (role) on app_public.session_speakers to foyer_user;
grant delete on app_public.session_speakers to foyer_user;
comment on table app_public.session_speakers is E'@behavior +insert +update +delete\nWho speaks in which session, and as what (speaker, moderator, …).';

alter table app_public.users enable row level security;
alter table app_public.users force row level security;
drop policy if exists owner_all on app_public.users;
create policy owner_all on app_public.users to foyer_owner using (true) with check (true);

drop policy if exists select_self on app_public.users;
create policy select_self on app_public.users for select to foyer_user
  using (id = (select app_hidden.current_user_id()));
drop policy if exists select_colleagues on app_public.users;
-- offset 0: looked up row by row. Else the planner may read every member of every organization to test a few.
create policy select_colleagues on app_public.users for select to foyer_user
  using (exists (
    select from app_public.org_members m
    where m.user_id = users.id and m.org_id in (select app_hidden.my_org_ids('staff')) offset 0));
drop policy if exists update_self on app_public.users;
create policy update_self on app_public.users for update to foyer_user
  using (id = (select app_hidden.current_user_id()))
  with check (id = (select app_hidden.current_user_id()));

grant select on app_public.users to foyer_user;
grant update (name, avatar_url, phone, locale, preferences) on app_public.users to foyer_user;
comment on table app_public.users is E'@behavior +update\nA person with an account. Passwords and sign-ins live in app_private.';

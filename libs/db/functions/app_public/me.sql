create or replace function app_public.me() returns app_public.users
language sql stable security definer set search_path = pg_catalog
as $$
  -- Instead of RLS: only the caller's own row, and nothing for nobody, who may not read the table at all.
  select * from app_public.users where id = app_hidden.current_user_id()
$$;
comment on function app_public.me() is 'The signed-in person, or null.';
grant execute on function app_public.me() to foyer_anonymous, foyer_user;

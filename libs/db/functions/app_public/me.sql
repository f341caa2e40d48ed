create or replace function app_public.me() returns app_public.users
language sql stable set search_path = pg_catalog
as $$ select * from app_public.users where id = app_hidden.current_user_id() $$;
comment on function app_public.me() is 'The signed-in person, or null.';
grant execute on function app_public.me() to foyer_anonymous, foyer_user;

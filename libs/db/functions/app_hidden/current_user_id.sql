create or replace function app_hidden.current_user_id() returns uuid
language sql stable parallel safe set search_path = pg_catalog
as $$ select nullif(current_setting('foyer.user_id', true), '')::uuid $$;
comment on function app_hidden.current_user_id() is 'The signed-in user, or null. A setting after SET LOCAL is '''', not null.';
grant execute on function app_hidden.current_user_id() to foyer_anonymous, foyer_user;

create or replace function app_hidden.current_registration_id() returns uuid
language sql stable parallel safe set search_path = pg_catalog
as $$ select nullif(current_setting('foyer.registration_id', true), '')::uuid $$;
comment on function app_hidden.current_registration_id() is 'The registration whose link the caller holds (verified by the API), or null.';
grant execute on function app_hidden.current_registration_id() to foyer_anonymous, foyer_user;

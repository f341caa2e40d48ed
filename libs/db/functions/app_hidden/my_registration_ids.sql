create or replace function app_hidden.my_registration_ids() returns setof uuid
language sql stable security definer rows 5 set search_path = pg_catalog
-- A handful: told nothing, the planner expects 1,000, and reads whole tables rather than ask so often.
as $$
  -- Instead of RLS: only the caller's own registrations and the one whose link they hold.
  select id from app_public.registrations where user_id = app_hidden.current_user_id()
  union all
  select app_hidden.current_registration_id() where app_hidden.current_registration_id() is not null
$$;
comment on function app_hidden.my_registration_ids() is 'Registrations the caller holds as a buyer.';
grant execute on function app_hidden.my_registration_ids() to foyer_anonymous, foyer_user;

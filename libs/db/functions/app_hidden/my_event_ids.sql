create or replace function app_hidden.my_event_ids() returns setof uuid
language sql stable security definer rows 5 set search_path = pg_catalog
-- A handful: told nothing, the planner expects 1,000, and reads whole tables rather than ask so often.
as $$
  -- Instead of RLS: only events of registrations that are the caller's own or whose link they hold.
  select event_id from app_public.registrations
  where user_id = app_hidden.current_user_id() or id = app_hidden.current_registration_id()
$$;
comment on function app_hidden.my_event_ids() is 'Events the caller is registered for: a ticket holder keeps seeing an event that was unlisted or cancelled.';
grant execute on function app_hidden.my_event_ids() to foyer_anonymous, foyer_user;

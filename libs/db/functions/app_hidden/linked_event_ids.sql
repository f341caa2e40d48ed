create or replace function app_hidden.linked_event_ids(must_unlock boolean default false) returns setof uuid
language sql stable security definer rows 1 set search_path = pg_catalog
-- A handful: told nothing, the planner expects 1,000, and reads whole tables rather than ask so often.
as $$
  -- Instead of RLS: only events whose private link token the caller presented.
  select event_id from app_public.event_links
  where token = nullif(current_setting('foyer.event_link', true), '')
    and (unlocks_hidden or not must_unlock)
$$;
comment on function app_hidden.linked_event_ids(boolean) is 'Events the caller holds a private link to (at most one token per request).';
grant execute on function app_hidden.linked_event_ids(boolean) to foyer_anonymous, foyer_user;

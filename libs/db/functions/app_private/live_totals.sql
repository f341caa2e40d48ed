create or replace function app_private.live_totals(event_id uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog
as $$
  -- For the dashboard's room, whose members the API has checked.
  select to_jsonb(t) from app_private.event_totals(live_totals.event_id) t
$$;
comment on function app_private.live_totals(uuid) is 'The dashboard''s totals of one event.';
grant execute on function app_private.live_totals(uuid) to foyer_authenticator;

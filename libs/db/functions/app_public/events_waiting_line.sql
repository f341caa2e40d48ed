create or replace function app_public.events_waiting_line(e app_public.events) returns app_public.waiting_line
language sql stable security definer set search_path = pg_catalog
as $$
  -- Instead of RLS: the caller could read this event; only what everybody who waits is told leaves.
  select row(g.is_open, app_private.sale_stock(e.id), g.last_number, g.admitted_through, g.admit_per_minute,
    g.opens_at, g.closes_at, g.requires_account)::app_public.waiting_line
  from app_private.sale_gate(e.id) g
$$;
comment on function app_public.events_waiting_line(app_public.events) is 'The line in front of this event''s sale.';
grant execute on function app_public.events_waiting_line(app_public.events) to foyer_anonymous, foyer_user;

create or replace function app_hidden.check_in_window(e app_public.events) returns tstzrange
language sql immutable parallel safe set search_path = pg_catalog
as $$
  select tstzrange(
    coalesce(e.check_in_opens_at, e.starts_at - interval '6 hours'),
    coalesce(e.check_in_closes_at, e.ends_at + interval '6 hours'))
$$;
comment on function app_hidden.check_in_window(app_public.events) is 'When tickets of the event admit.';
grant execute on function app_hidden.check_in_window(app_public.events) to foyer_anonymous, foyer_user;

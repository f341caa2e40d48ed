create or replace function app_hidden.check_in_window(e app_public.events) returns tstzrange
language sql immutable parallel safe set search_path = pg_catalog
as $$
  -- Never a range that ends before it begins: it is asked of many events at once.
  select tstzrange(least(opens, closes), closes)
  from (select coalesce(e.check_in_opens_at, e.starts_at - interval '6 hours') as opens,
    coalesce(e.check_in_closes_at, e.ends_at + interval '6 hours') as closes) as w
$$;
comment on function app_hidden.check_in_window(app_public.events) is 'When tickets of the event admit.';
grant execute on function app_hidden.check_in_window(app_public.events) to foyer_anonymous, foyer_user;

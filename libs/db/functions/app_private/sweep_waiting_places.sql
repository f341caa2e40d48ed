create or replace function app_private.sweep_waiting_places(max_count int) returns int
language sql volatile security definer set search_path = pg_catalog
as $$
  with swept as (
    delete from app_private.waiting_places where id in (
      select p.id
      from app_public.events e
      join app_private.waiting_places p on p.event_id = e.id
      where e.ends_at < clock_timestamp() - interval '30 days'
      limit max_count)
    returning 1)
  select count(*)::int from swept
$$;
comment on function app_private.sweep_waiting_places(int) is
  'Forgets who stood in line, a month after the event; says how many.';
grant execute on function app_private.sweep_waiting_places(int) to foyer_worker;

create or replace function app_private.lock_check_ins(event_id uuid) returns void
language sql volatile security definer set search_path = pg_catalog
as $$
  select pg_advisory_xact_lock(hashtextextended('foyer:check-ins:' || event_id, 0))
$$;
comment on function app_private.lock_check_ins(uuid) is
  'One at a time writes what the door decides of an event, or takes from it what that rests on: each scan is recorded clearly before the other, or after. Before any row: the door locks tickets in its own order.';

create or replace function app_private.limit_gates() returns trigger
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  -- Who adds one at the same moment is waited for, so that it counts. No stronger: buyers refer to the event.
  perform from app_public.events e where e.id in (select n.event_id from new_rows n) order by e.id for no key update;
  if exists (
    select from app_public.gates g where g.event_id in (select n.event_id from new_rows n)
    group by g.event_id having count(*) > 200)
  then
    raise exception 'An event has at most 200 gates.' using errcode = 'FY004', hint = 'Remove those that are not in use.';
  end if;
  return null;
end
$$;
comment on function app_private.limit_gates() is 'Every phone is told of all gates, and so is the door whenever one changes.';

create or replace trigger limit_gates after insert on app_public.gates
  referencing new table as new_rows for each statement execute function app_private.limit_gates();

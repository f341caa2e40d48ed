create or replace function app_public.publish_event(event_id uuid) returns app_public.events
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  event app_public.events;
begin
  select * into event from app_public.events e where e.id = publish_event.event_id for no key update;
  perform app_hidden.require_org_role(event.org_id, 'admin');
  if event.status = 'published' then
    return event;
  end if;
  if event.status = 'cancelled' then
    raise exception 'A cancelled event cannot be published again.' using errcode = 'FY010', hint = 'Create a new event.';
  end if;
  if event.ends_at <= clock_timestamp() then
    raise exception 'This event is over.' using errcode = 'FY008', hint = 'Give it a date in the future.';
  end if;
  if not exists (select from app_public.ticket_types t where t.event_id = event.id and t.is_active) then
    raise exception 'Nothing can be bought yet.' using errcode = 'FY008', hint = 'Add at least one active ticket type first.';
  end if;
  update app_public.events e set status = 'published', published_at = coalesce(e.published_at, clock_timestamp())
  where e.id = event.id returning * into event;
  return event;
end
$$;
comment on function app_public.publish_event(uuid) is 'Puts a draft on sale.';
grant execute on function app_public.publish_event(uuid) to foyer_user;

create or replace function app_public.unpublish_event(event_id uuid) returns app_public.events
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  event app_public.events;
begin
  select * into event from app_public.events e where e.id = unpublish_event.event_id for no key update;
  perform app_hidden.require_org_role(event.org_id, 'admin');
  if event.status = 'draft' then
    return event;
  end if;
  if event.status <> 'published' then
    raise exception 'A cancelled event cannot be taken off sale.' using errcode = 'FY010';
  end if;
  update app_public.events e set status = 'draft' where e.id = event.id returning * into event;
  return event;
end
$$;
comment on function app_public.unpublish_event(uuid) is 'Takes an event off sale and out of sight; tickets already sold stay valid.';
grant execute on function app_public.unpublish_event(uuid) to foyer_user;

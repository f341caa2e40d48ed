create or replace function app_public.cancel_event(event_id uuid, reason text) returns app_public.events
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  event app_public.events;
begin
  select * into event from app_public.events e where e.id = cancel_event.event_id;
  perform app_hidden.require_org_role(event.org_id, 'admin');
  perform app_private.lock_check_ins(event.id);
  -- No stronger: buyers hold a quota while they insert rows that refer to the event, and we want their quota next.
  select * into event from app_public.events e where e.id = event.id for no key update;
  if event.status = 'cancelled' then
    return event;
  end if;
  update app_public.events e
  set status = 'cancelled', cancelled_at = clock_timestamp(), cancellation_reason = nullif(trim(reason), '')
  where e.id = event.id returning * into event;

  -- A few thousand tickets; the worker goes on with the rest before it tells people.
  perform app_private.call_off_orders(event.id, 5000);
  perform app_private.enqueue('event.cancelled', event.org_id, jsonb_build_object('eventId', event.id));
  return event;
end
$$;
comment on function app_public.cancel_event(uuid, text) is
  'Calls an event off for good: tickets stop admitting, all money goes back, everybody is told, with the reason.';
grant execute on function app_public.cancel_event(uuid, text) to foyer_user;

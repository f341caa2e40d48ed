create or replace function app_private.public_availability(event_id uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog
as $$
  -- What the event page shows to anyone; hidden types are left out.
  select coalesce(jsonb_agg(jsonb_build_object('ticketTypeId', t.id,
    'remaining', app_public.ticket_types_remaining(t), 'availability', app_public.ticket_types_availability(t))
    order by t.position, t.id), '[]')
  from app_public.ticket_types t
  where t.event_id = public_availability.event_id and t.is_active and not t.is_hidden
$$;
comment on function app_private.public_availability(uuid) is 'Live counts of one event''s public ticket types: [{ticketTypeId, remaining, availability}].';
grant execute on function app_private.public_availability(uuid) to foyer_authenticator;

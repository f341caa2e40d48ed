create or replace function app_private.webhook_body(delivery app_public.webhook_deliveries) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog
-- A plan lasts as long as its connection, and may be from when the tables were small.
set enable_seqscan = off
as $$
declare
  kind text := split_part(delivery.topic::text, '_', 1);
  data jsonb;
begin
  if kind = 'registration' then
    select jsonb_build_object('registrationId', r.id, 'confirmationNumber', r.confirmation_number, 'status', r.status,
        'event', jsonb_build_object('eventId', e.id, 'slug', e.slug, 'title', e.title),
        'buyer', jsonb_build_object('name', r.buyer_name, 'email', r.buyer_email, 'locale', r.locale),
        'totalMinor', r.total_minor, 'currency', r.currency, 'confirmedAt', r.confirmed_at, 'cancelledAt', r.cancelled_at,
        'tickets', (
          select coalesce(jsonb_agg(jsonb_build_object('ticketId', t.id, 'status', t.status,
            'ticketType', jsonb_build_object('ticketTypeId', y.id, 'name', y.name),
            'attendee', jsonb_build_object('name', t.attendee_name, 'email', t.attendee_email)) order by t.id), '[]')
          from (select * from app_public.tickets t where t.registration_id = r.id offset 0) as t
          join app_public.ticket_types y on y.id = t.ticket_type_id))
    into data
    from app_public.registrations r join app_public.events e on e.id = r.event_id
    where r.id = delivery.subject_id and r.org_id = delivery.org_id;
  elsif kind = 'event' then
    select jsonb_build_object('eventId', e.id, 'slug', e.slug, 'title', e.title, 'status', e.status,
        'visibility', e.visibility, 'startsAt', e.starts_at, 'endsAt', e.ends_at, 'timezone', e.timezone,
        'cancellationReason', e.cancellation_reason)
    into data
    from app_public.events e where e.id = delivery.subject_id and e.org_id = delivery.org_id;
  elsif delivery.topic = 'ticket_cancelled' then
    select jsonb_build_object('cancelledAt', t.cancelled_at,
        'ticketId', t.id, 'registrationId', t.registration_id, 'eventId', t.event_id,
        'ticketType', jsonb_build_object('ticketTypeId', y.id, 'name', y.name),
        'attendee', jsonb_build_object('name', t.attendee_name, 'email', t.attendee_email))
    into data
    from app_public.tickets t join app_public.ticket_types y on y.id = t.ticket_type_id
    where t.id = delivery.subject_id and t.org_id = delivery.org_id;
  elsif delivery.topic = 'ticket_transferred' then
    select jsonb_build_object('transferId', x.id, 'transferredAt', x.created_at,
        'transferredBy', case when x.is_by_organizer then 'organizer' else 'buyer' end,
        'ticketId', t.id, 'registrationId', t.registration_id, 'eventId', t.event_id,
        'ticketType', jsonb_build_object('ticketTypeId', y.id, 'name', y.name),
        'attendee', jsonb_build_object('name', t.attendee_name, 'email', t.attendee_email),
        'formerAttendee', jsonb_build_object('name', x.former_name, 'email', x.former_email))
    into data
    from app_private.ticket_transfers x
    join app_public.tickets t on t.id = x.ticket_id
    join app_public.ticket_types y on y.id = t.ticket_type_id
    where x.id = delivery.subject_id and x.org_id = delivery.org_id;
  elsif kind = 'ticket' then
    select jsonb_build_object('checkInId', c.id, 'checkedInAt', c.checked_in_at, 'undoneAt', c.undone_at, 'method', c.method,
        'gate', g.name, 'ticketId', t.id, 'registrationId', t.registration_id, 'eventId', t.event_id,
        'ticketType', jsonb_build_object('ticketTypeId', y.id, 'name', y.name),
        'attendee', jsonb_build_object('name', t.attendee_name, 'email', t.attendee_email))
    into data
    from app_public.check_ins c
    join app_public.tickets t on t.id = c.ticket_id
    join app_public.ticket_types y on y.id = t.ticket_type_id
    left join app_public.gates g on g.id = c.gate_id
    where c.id = delivery.subject_id and c.org_id = delivery.org_id;
  end if;
  return jsonb_build_object('id', delivery.id, 'type', regexp_replace(delivery.topic::text, '_', '.'), 'timestamp', delivery.created_at,
    'organizationId', delivery.org_id, 'data', coalesce(data, '{}'));
end
$$;
comment on function app_private.webhook_body(app_public.webhook_deliveries) is
  'What an endpoint is sent: how its subject stands now, so that a late attempt tells nothing outdated.';

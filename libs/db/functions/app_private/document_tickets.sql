create or replace function app_private.document_tickets(ticket_ids uuid[]) returns jsonb
language sql stable security definer set search_path = pg_catalog
-- As in registration_document. One plan per connection: to plan takes three times as long as to read the tickets.
set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'code', t.code, 'version', t.version,
    'secret', encode((select s.secret from app_private.ticket_secrets s where s.ticket_id = t.id), 'base64'), 'attendeeName', t.attendee_name, 'attendeeEmail', t.attendee_email,
    'ticketTypeName', y.name, 'ticketTypeDescription', y.description, 'priceMinor', (
      select i.unit_price_minor from app_public.registration_items i
      where i.registration_id = t.registration_id and i.ticket_type_id = t.ticket_type_id),
    'currency', (select r.currency from app_public.registrations r where r.id = t.registration_id)) order by y.position, t.id), '[]')
  from unnest(ticket_ids) as wanted (id)
  cross join lateral (select * from app_public.tickets t where t.id = wanted.id offset 0) as t
  join app_public.ticket_types y on y.id = t.ticket_type_id
$$;
comment on function app_private.document_tickets(uuid[]) is 'Tickets as a mail and a PDF show them, with what their QR codes say.';

create or replace function app_private.registration_document(registration_id uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog
-- A plan lasts as long as its connection, and may be from when the tables were small.
set enable_seqscan = off
as $$
  -- What belongs to the order is looked up by its id, and fenced (offset 0), so that no plan begins with a type's
  -- thousands of tickets or with everybody's secrets.
  select jsonb_build_object(
    'registration', jsonb_build_object('id', r.id, 'confirmationNumber', r.confirmation_number, 'status', r.status,
      'buyerName', r.buyer_name, 'buyerEmail', r.buyer_email, 'locale', r.locale,
      'totalMinor', r.total_minor, 'currency', r.currency, 'confirmedAt', r.confirmed_at),
    'event', jsonb_build_object('id', e.id, 'slug', e.slug, 'title', e.title, 'summary', e.summary, 'eventType', e.event_type,
      'status', e.status, 'startsAt', e.starts_at, 'endsAt', e.ends_at, 'timezone', e.timezone,
      'location', case when a.online_url is null then e.location else e.location || jsonb_build_object('onlineUrl', a.online_url) end,
      'visibility', e.visibility, 'contactEmail', e.contact_email, 'coverImageUrl', e.cover_image_url, 'cancellationReason', e.cancellation_reason,
      'validFrom', lower(app_hidden.check_in_window(e)), 'validUntil', upper(app_hidden.check_in_window(e))),
    'organization', jsonb_build_object('id', o.id, 'name', o.name, 'slug', o.slug, 'websiteUrl', o.website_url),
    'branding', jsonb_build_object('logoUrl', b.logo_url, 'colors', b.colors, 'tagline', b.tagline),
    'items', (
      select coalesce(jsonb_agg(jsonb_build_object('ticketTypeName', t.name, 'quantity', i.quantity,
        'unitPriceMinor', i.unit_price_minor) order by t.position, t.id), '[]')
      from (select * from app_public.registration_items i where i.registration_id = r.id offset 0) as i
      join app_public.ticket_types t on t.id = i.ticket_type_id),
    'tickets', app_private.document_tickets(array(
      select t.id from app_public.tickets t
      where t.registration_id = r.id and t.status = 'valid' and t.handed_over_at is null)))
  from app_public.registrations r
  join app_public.events e on e.id = r.event_id
  join app_public.organizations o on o.id = r.org_id
  left join app_public.org_branding b on b.org_id = o.id
  left join app_public.event_access a on a.org_id = e.org_id and a.event_id = e.id
  where r.id = registration_document.registration_id
$$;
comment on function app_private.registration_document(uuid) is 'Everything that a mail and a PDF for one registration show to its buyer.';
grant execute on function app_private.registration_document(uuid) to foyer_worker;

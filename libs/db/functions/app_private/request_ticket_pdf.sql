create or replace function app_private.request_ticket_pdf(registration_id uuid) returns void
language sql volatile security definer set search_path = pg_catalog
as $$
  -- Checks no identity, as ticket_pdf_key. Asked for again within a minute, it is not rendered twice.
  insert into app_private.outbox (topic, org_id, payload)
  select 'tickets.pdf_requested', r.org_id, jsonb_build_object('registrationId', r.id)
  from app_public.registrations r
  where r.id = request_ticket_pdf.registration_id and r.status = 'confirmed'
    and not exists (
      select from app_private.outbox o
      where o.topic = 'tickets.pdf_requested' and o.payload ->> 'registrationId' = r.id::text
        and o.created_at > clock_timestamp() - interval '1 minute')
$$;
comment on function app_private.request_ticket_pdf(uuid) is
  'Lets the worker render a PDF that is not in storage: after the event was edited, or before the confirmation was sent.';
grant execute on function app_private.request_ticket_pdf(uuid) to foyer_authenticator;

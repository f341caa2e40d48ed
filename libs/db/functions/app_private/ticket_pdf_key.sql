create or replace function app_private.ticket_pdf_key(registration_id uuid) returns text
language sql stable security definer set search_path = pg_catalog set timezone = 'UTC'
as $$
  -- Checks no identity: the API asks only after it has let the caller see the registration.
  -- The name changes with whatever the tickets show, so a stale file is never served and never overwritten.
  select format('org/%s/registrations/%s/tickets-%s.pdf', r.org_id, r.id, left(encode(
    sha256(convert_to(app_private.registration_document(r.id)::text, 'UTF8')), 'hex'), 16))
  from app_public.registrations r
  where r.id = ticket_pdf_key.registration_id and r.status = 'confirmed'
$$;
comment on function app_private.ticket_pdf_key(uuid) is
  'Where the PDF with a registration''s tickets lies in storage, or null when it has none. When no file is there yet, call request_ticket_pdf and look again.';
grant execute on function app_private.ticket_pdf_key(uuid) to foyer_worker, foyer_authenticator;

create or replace function app_private.ticket_pdf_key(registration_id uuid) returns text
language sql stable security definer set search_path = pg_catalog
as $$
  -- Checks no identity: the API asks only after it has let the caller see the registration.
  select pdf_key from app_private.registration_document_and_key(ticket_pdf_key.registration_id)
$$;
comment on function app_private.ticket_pdf_key(uuid) is
  'Where the PDF with a registration''s tickets lies in storage, or null when it has none. When no file is there yet, call request_ticket_pdf and look again.';
grant execute on function app_private.ticket_pdf_key(uuid) to foyer_worker, foyer_authenticator;

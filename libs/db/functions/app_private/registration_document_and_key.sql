create or replace function app_private.registration_document_and_key(registration_id uuid)
returns table (document jsonb, pdf_key text)
language sql stable security definer set search_path = pg_catalog set timezone = 'UTC'
as $$
  -- The name changes with whatever the tickets show, so a stale file is never served and never overwritten.
  -- Both come from one reading: a change in between would store the old tickets under the new name.
  select d.document, case when d.document -> 'registration' ->> 'status' = 'confirmed' and d.document -> 'tickets' <> '[]' then
    format('org/%s/registrations/%s/tickets-%s.pdf', d.document -> 'organization' ->> 'id', d.document -> 'registration' ->> 'id',
      left(encode(sha256(convert_to(d.document::text, 'UTF8')), 'hex'), 16)) end
  from (select app_private.registration_document(registration_document_and_key.registration_id) as document offset 0) as d
  where d.document is not null
$$;
comment on function app_private.registration_document_and_key(uuid) is
  'Everything that a mail and a PDF for one registration show, and where the PDF lies in storage (null unless it is confirmed and has tickets to show).';
grant execute on function app_private.registration_document_and_key(uuid) to foyer_worker;

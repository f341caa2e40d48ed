create or replace function app_private.transfer_notice(transfer_id uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog set enable_seqscan = off
as $$
  -- Given on since, or cancelled: then its secret is not the new holder's, and no ticket is in the document.
  select jsonb_build_object(
    'transfer', jsonb_build_object('ticketId', t.id, 'name', x.name, 'email', x.email,
      'formerName', x.former_name, 'formerEmail', x.former_email, 'formerCode', x.former_code, 'isByOrganizer', x.is_by_organizer),
    'document', app_private.registration_document(t.registration_id) || jsonb_build_object('tickets',
      app_private.document_tickets(case when t.status = 'valid' and t.version = x.former_version + 1 then array[t.id] else '{}' end)))
  from app_private.ticket_transfers x
  join app_public.tickets t on t.id = x.ticket_id
  where x.id = transfer_notice.transfer_id
$$;
comment on function app_private.transfer_notice(uuid) is
  'Everything that the mails about a transfer show: who gave it to whom, and a document of that one ticket, if it is still theirs.';
grant execute on function app_private.transfer_notice(uuid) to foyer_worker;

create or replace function app_private.replaced_codes(event_id uuid, ticket_ids uuid[])
returns table (ticket_id uuid, secret bytea, code text)
language sql stable security definer set search_path = pg_catalog set enable_seqscan = off
as $$
  -- For the check-in service, which serves a device only its own event.
  select x.ticket_id, x.former_secret, x.former_code from app_private.ticket_transfers x
  where x.ticket_id = any (replaced_codes.ticket_ids) and x.event_id = replaced_codes.event_id
$$;
comment on function app_private.replaced_codes(uuid, uuid[]) is
  'Secrets and typed codes that these tickets had before they were given to somebody else: the door voids them.';
grant execute on function app_private.replaced_codes(uuid, uuid[]) to foyer_checkin;

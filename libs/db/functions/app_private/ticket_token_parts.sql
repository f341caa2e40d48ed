create or replace function app_private.ticket_token_parts(ticket_ids uuid[], user_id uuid, registration_id uuid)
returns table (ticket_id uuid, event_id uuid, secret bytea, version int, valid_from timestamptz, valid_until timestamptz)
language sql stable security definer set search_path = pg_catalog
as $$
  -- Instead of RLS: only valid tickets of registrations that this user owns or whose link was verified, and none
  -- that belongs to somebody else by now.
  select t.id, t.event_id, s.secret, t.version, lower(app_hidden.check_in_window(e)), upper(app_hidden.check_in_window(e))
  from app_public.tickets t
  join app_public.registrations r on r.id = t.registration_id
  join app_public.events e on e.id = t.event_id
  join app_private.ticket_secrets s on s.ticket_id = t.id
  where t.id = any (ticket_ids) and t.status = 'valid' and t.handed_over_at is null
    and (r.user_id = ticket_token_parts.user_id or r.id = ticket_token_parts.registration_id)
$$;
comment on function app_private.ticket_token_parts(uuid[], uuid, uuid) is
  'What the API signs into the QR code of tickets, for their holder only: staff must not be able to copy tickets.';
grant execute on function app_private.ticket_token_parts(uuid[], uuid, uuid) to foyer_authenticator;

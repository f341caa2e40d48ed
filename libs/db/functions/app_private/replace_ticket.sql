create or replace function app_private.replace_ticket(
  ticket app_public.tickets, new_name text, new_email text, buyer_email text, is_by_organizer boolean
) returns void
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  transfer_id uuid;
begin
  -- Whoever calls this has locked the ticket and found that it may be given away.
  update app_public.tickets t
  set attendee_name = new_name, attendee_email = new_email, attendee_data = default,
    version = t.version + 1, code = default,
    handed_over_at = case when new_email is distinct from replace_ticket.buyer_email then clock_timestamp() end
  where t.id = ticket.id;
  insert into app_private.ticket_transfers (org_id, event_id, ticket_id, user_id, is_by_organizer,
    former_name, former_email, former_version, former_code, former_secret, name, email)
  select ticket.org_id, ticket.event_id, ticket.id, app_hidden.current_user_id(), replace_ticket.is_by_organizer,
    ticket.attendee_name, ticket.attendee_email, ticket.version, ticket.code, s.secret, new_name, new_email
  from app_private.ticket_secrets s where s.ticket_id = ticket.id
  returning id into strict transfer_id;
  update app_private.ticket_secrets s set secret = default where s.ticket_id = ticket.id;
  perform app_private.enqueue('ticket.transferred', ticket.org_id, jsonb_build_object('transferId', transfer_id));
end
$$;
comment on function app_private.replace_ticket(app_public.tickets, text, text, text, boolean) is
  'The same ticket for another person: new secret, new code, next version. What they replace stays known as replaced.';

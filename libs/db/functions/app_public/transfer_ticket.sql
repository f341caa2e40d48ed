create or replace function app_public.transfer_ticket(ticket_id uuid, name text, email text) returns app_public.registrations
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  ticket app_public.tickets;
  registration app_public.registrations;
  event app_public.events;
  is_organizer boolean;
  new_name text := trim(name);
  new_email text := lower(trim(email));
begin
  -- Instead of RLS: the buyer, by account or by the order's link, or an admin of the organization.
  select * into ticket from app_public.tickets t where t.id = transfer_ticket.ticket_id;
  is_organizer := ticket.org_id in (select app_hidden.my_org_ids('admin'));
  if ticket.id is null or ticket.registration_id not in (select app_hidden.my_registration_ids()) then
    perform app_hidden.require_org_role(ticket.org_id, 'admin');
  end if;
  if new_name is null or length(new_name) not between 1 and 120 then
    raise exception 'Say who gets the ticket.' using errcode = 'FY008', hint = 'The name takes 1 to 120 characters.';
  end if;
  if not app_hidden.is_email_address(new_email) then
    raise exception 'This is no e-mail address.' using errcode = 'FY008', hint = 'The ticket is mailed there.';
  end if;

  -- The door records under this lock: a scan is recorded before, and refuses the transfer, or meets the new version.
  perform app_private.lock_check_ins(ticket.event_id);
  select * into strict event from app_public.events e where e.id = ticket.event_id for share;
  select * into strict registration from app_public.registrations r where r.id = ticket.registration_id for update;
  select * into strict ticket from app_public.tickets t where t.id = ticket.id for update;

  if ticket.attendee_name = new_name and ticket.attendee_email = new_email then
    return registration;
  end if;
  if ticket.status <> 'valid' or registration.status <> 'confirmed' or event.status <> 'published' then
    raise exception 'This ticket is not valid.' using errcode = 'FY010';
  end if;
  if event.ends_at <= clock_timestamp() then
    raise exception 'The event is over.' using errcode = 'FY010';
  end if;
  if exists (select from app_public.check_ins c where c.ticket_id = ticket.id and c.undone_at is null) then
    raise exception 'This ticket was used at the door already.' using errcode = 'FY030';
  end if;
  if not is_organizer and ticket.handed_over_at is not null then
    raise exception 'This ticket belongs to somebody else already.' using errcode = 'FY032',
      hint = 'The organizer can give it back.';
  end if;
  if not is_organizer
    and (not event.is_transferable or coalesce(event.transfers_close_at, event.starts_at) <= clock_timestamp())
  then
    raise exception 'Tickets of this event cannot be given to somebody else.' using errcode = 'FY031',
      hint = 'Ask the organizer.';
  end if;

  if not is_organizer and (select count(*) from app_private.ticket_transfers x where x.ticket_id = ticket.id) >= 20 then
    raise exception 'This ticket has changed hands too often.' using errcode = 'FY020', hint = 'Ask the organizer.';
  end if;

  perform app_private.replace_ticket(ticket, new_name, new_email, registration.buyer_email, is_organizer);
  return registration;
end
$$;
comment on function app_public.transfer_ticket(uuid, text, text) is
  'Gives a ticket to somebody else: a new QR code and a new typed code, mailed to them; the old ones stop admitting. For its buyer while the event allows it, and for admins of its organization. The same request again changes nothing.';
grant execute on function app_public.transfer_ticket(uuid, text, text) to foyer_anonymous, foyer_user;

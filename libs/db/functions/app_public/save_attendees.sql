create or replace function app_public.save_attendees(
  registration_id uuid, buyer_name text, buyer_email text, attendees app_public.attendee_input[], locale text default 'en'
) returns app_public.registrations
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  registration app_public.registrations;
  event app_public.events;
  email text := lower(trim(buyer_email));
  already int;
begin
  select * into registration from app_hidden.lock_my_pending_registration(save_attendees.registration_id);
  if trim(coalesce(buyer_name, '')) = '' or length(buyer_name) > 120 then
    raise exception 'Please enter your name.' using errcode = 'FY008', hint = 'At most 120 characters.';
  end if;
  if email is null or email !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' or length(email) > 254 then
    raise exception 'Please enter a valid e-mail address.' using errcode = 'FY008';
  end if;
  if save_attendees.locale is null or save_attendees.locale not in ('en', 'de') then
    raise exception 'This language is not available.' using errcode = 'FY008', hint = 'Use en or de.';
  end if;
  if exists (
    select from unnest(attendees) a
    where trim(coalesce(a.name, '')) = '' or length(a.name) > 120
      or (trim(coalesce(a.email, '')) <> '' and (lower(trim(a.email)) !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' or length(a.email) > 254)))
  then
    raise exception 'Each ticket needs a name, and an e-mail address must be valid.' using errcode = 'FY008';
  end if;
  if exists (
    select from (
      select i.ticket_type_id, i.quantity from app_public.registration_items i where i.registration_id = registration.id) as ordered
    full join (
      select a.ticket_type_id, count(*) as quantity from unnest(attendees) a group by 1) as given using (ticket_type_id)
    where ordered.quantity is distinct from given.quantity)
  then
    raise exception 'The attendees do not match the tickets of this order.' using errcode = 'FY018',
      hint = 'Enter exactly one attendee for each ticket.';
  end if;

  select * into strict event from app_public.events e where e.id = registration.event_id;
  if event.max_tickets_per_person is not null then
    perform pg_advisory_xact_lock(hashtextextended('person:' || event.id || email, 0));
    select coalesce(sum(i.quantity), 0) into already
    from app_public.registrations r join app_public.registration_items i on i.registration_id = r.id
    where r.buyer_email = email and r.event_id = event.id and r.id <> registration.id and r.status in ('pending', 'confirmed');
    if already + cardinality(attendees) > event.max_tickets_per_person then
      raise exception 'At most % tickets per person.', event.max_tickets_per_person using errcode = 'FY004',
        hint = format('With this e-mail address %s are taken already.', already);
    end if;
  end if;

  update app_public.registrations r
  set buyer_name = trim(save_attendees.buyer_name), buyer_email = email, locale = save_attendees.locale,
    attendee_info = (
      select jsonb_agg(jsonb_build_object('ticketTypeId', a.ticket_type_id, 'name', trim(a.name),
        'email', nullif(lower(trim(a.email)), '')))
      from unnest(attendees) a)
  where r.id = registration.id
  returning * into registration;
  return registration;
end
$$;
comment on function app_public.save_attendees(uuid, text, text, app_public.attendee_input[], text) is
  'Notes who buys and who comes, one attendee per ticket, while the tickets are held.';
grant execute on function app_public.save_attendees(uuid, text, text, app_public.attendee_input[], text) to foyer_anonymous, foyer_user;

create or replace function app_private.note_attendees(requests jsonb) returns jsonb[]
language plpgsql volatile security definer set search_path = pg_catalog
-- Tables grow from nothing while this runs: one plan per connection, which looks up each row by its id.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
declare
  -- One element per request.
  registration_ids uuid[]; names text[]; emails text[]; locales text[]; attendees jsonb[];
  refusals jsonb[];
  limited int[];   -- those of events with a limit per person
  i int; most int; already bigint;
begin
  select array_agg(a."registrationId" order by a.i), array_agg(trim(a."buyerName") order by a.i),
    array_agg(lower(trim(a."buyerEmail")) order by a.i), array_agg(a.locale order by a.i),
    array_agg((
      select coalesce(jsonb_agg(jsonb_build_object('ticketTypeId', (t.a ->> 'ticketTypeId')::uuid, 'name', trim(t.a ->> 'name'),
        'email', nullif(lower(trim(t.a ->> 'email')), '')) order by t.i), '[]')
      from jsonb_array_elements(a.attendees) with ordinality as t(a, i)) order by a.i)
  into registration_ids, names, emails, locales, attendees
  from rows from (
    jsonb_to_recordset(requests) as ("registrationId" uuid, "buyerName" text, "buyerEmail" text, locale text, attendees jsonb))
    with ordinality as a("registrationId", "buyerName", "buyerEmail", locale, attendees, i);

  select array_agg(case
      when coalesce(a.name, '') = '' or length(a.name) > 120 then
        jsonb_build_object('sqlState', 'FY008', 'message', 'Please enter your name.', 'hint', 'At most 120 characters.')
      when not app_hidden.is_email_address(a.email) then
        jsonb_build_object('sqlState', 'FY008', 'message', 'Please enter a valid e-mail address.')
      when a.locale is null or a.locale not in ('en', 'de') then
        jsonb_build_object('sqlState', 'FY008', 'message', 'This language is not available.', 'hint', 'Use en or de.')
      when exists (
        select from jsonb_to_recordset(a.attendees) as t(name text, email text)
        where coalesce(t.name, '') = '' or length(t.name) > 120
          or t.email is not null and not app_hidden.is_email_address(t.email))
      then
        jsonb_build_object('sqlState', 'FY008', 'message', 'Each ticket needs a name, and an e-mail address must be valid.')
      when exists (
        select from (
          select item.ticket_type_id, item.quantity from app_public.registration_items item where item.registration_id = a.id) as ordered
        full join (
          select t."ticketTypeId" as ticket_type_id, count(*) as quantity
          from jsonb_to_recordset(a.attendees) as t("ticketTypeId" uuid) group by 1) as given using (ticket_type_id)
        where ordered.quantity is distinct from given.quantity)
      then
        jsonb_build_object('sqlState', 'FY018', 'message', 'The attendees do not match the tickets of this order.',
          'hint', 'Enter exactly one attendee for each ticket.')
    end order by a.i)
  into refusals
  from unnest(registration_ids, names, emails, locales, attendees) with ordinality as a(id, name, email, locale, attendees, i);

  select array_agg(a.i order by a.i) into limited
  from unnest(registration_ids) with ordinality as a(id, i)
  join app_public.registrations r on r.id = a.id
  join app_public.events e on e.id = r.event_id and e.max_tickets_per_person is not null;
  if limited is not null then
    -- Limits per person are counted under a lock of that person and event, in one order for everybody.
    perform pg_advisory_xact_lock(k) from (
      select distinct hashtextextended('person:' || r.event_id || emails[l.i], 0) as k
      from unnest(limited) as l(i) join app_public.registrations r on r.id = registration_ids[l.i]
      order by 1) as people;
    -- One after the other: each counts those before it.
    foreach i in array limited loop
      continue when refusals[i] is not null;
      select e.max_tickets_per_person, (
        select coalesce(sum(item.quantity - item.cancelled_quantity), 0)
        from app_public.registrations other join app_public.registration_items item on item.registration_id = other.id
        where other.buyer_email = emails[i] and other.event_id = r.event_id and other.id <> r.id and other.status in ('pending', 'confirmed'))
      into most, already
      from app_public.registrations r join app_public.events e on e.id = r.event_id
      where r.id = registration_ids[i];
      if already + jsonb_array_length(attendees[i]) > most then
        refusals[i] := jsonb_build_object('sqlState', 'FY004', 'message', format('At most %s tickets per person.', most),
          'hint', format('With this e-mail address %s are taken already.', already));
      else
        update app_public.registrations r
        set buyer_name = names[i], buyer_email = emails[i], locale = locales[i], attendee_info = attendees[i]
        where r.id = registration_ids[i];
      end if;
    end loop;
  end if;

  update app_public.registrations r
  set buyer_name = a.name, buyer_email = a.email, locale = a.locale, attendee_info = a.attendees
  from (
    -- Told twice, the last word counts.
    select distinct on (given.id) given.*
    from unnest(registration_ids, names, emails, locales, attendees, refusals)
      with ordinality as given(id, name, email, locale, attendees, refusal, i)
    where given.refusal is null and given.i <> all (coalesce(limited, '{}'))
    order by given.id, given.i desc) as a
  where r.id = a.id;
  return refusals;
end
$$;
comment on function app_private.note_attendees(jsonb) is
  'Notes who buys and who comes, of held registrations that whoever calls this has locked.
In: [{registrationId, buyerName, buyerEmail, locale, attendees: [{ticketTypeId, name, email}]}]. Out, in the same order: null, or {sqlState, message, hint} of what is refused.';

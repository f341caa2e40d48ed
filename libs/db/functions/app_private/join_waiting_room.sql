create or replace function app_private.join_waiting_room(requests jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog
as $$
-- Instead of RLS: the event is public or its link was given. The user id is the API's word.
declare
  answers jsonb[] := '{}';
  request record; event app_public.events; gate record; place app_private.waiting_places;
  browser text; person text; next_number bigint; moment timestamptz;
begin
  -- Whoever joins an event's line does so one batch after the other, and the batches in one order.
  insert into app_private.waiting_lines (event_id, org_id)
  select e.id, e.org_id from app_public.events e
  where e.id in (select (r ->> 'eventId')::uuid from jsonb_array_elements(requests) r) and e.status = 'published'
  order by e.id
  on conflict do nothing;
  perform event_id from app_private.waiting_lines
  where event_id in (select (r ->> 'eventId')::uuid from jsonb_array_elements(requests) r)
  order by event_id
  for update;
  moment := clock_timestamp();

  for request in
    select r."eventId" as event_id, r."userId" as user_id, r."visitorKey" as visitor_key, r."eventLink" as link
    from jsonb_to_recordset(requests) as r("eventId" uuid, "userId" uuid, "visitorKey" uuid, "eventLink" text)
  loop
    if event.id is distinct from request.event_id then
      select * into event from app_public.events where id = request.event_id;
      select * into gate from app_private.sale_gate(request.event_id);
      next_number := gate.last_number;
    end if;

    if event.id is null or event.status = 'draft' or (event.visibility = 'unlisted' and not exists (
      select from app_public.event_links l where l.event_id = event.id and l.token = request.link))
    then
      answers := answers || jsonb_build_object('outcome', 'refused', 'sqlState', 'FY006', 'message', 'There is no such event.',
        'hint', 'Check the link you were given.');
      continue;
    end if;
    if event.status <> 'published' or event.ends_at <= moment then
      answers := answers || jsonb_build_object('outcome', 'refused', 'sqlState', 'FY003', 'message', 'This event is not on sale.',
        'hint', null);
      continue;
    end if;
    if not gate.is_open then
      answers := answers || jsonb_build_object('outcome', 'not_needed');
      continue;
    end if;
    if gate.requires_account and request.user_id is null then
      answers := answers || jsonb_build_object('outcome', 'refused', 'sqlState', 'FY011',
        'message', 'Please sign in to join the line.', 'hint', 'There is one place per account.');
      continue;
    end if;

    -- A browser has one place, signed in or not, and an account has one in all its browsers: the earlier of both. One
    -- that was used, or whose time has passed, is given up for a new one at the end.
    browser := 'device:' || encode(sha256(convert_to(request.visitor_key::text, 'UTF8')), 'hex');
    person := coalesce('user:' || request.user_id, browser);
    select * into place
    from (
      select p.* from app_private.waiting_places p where p.event_id = event.id and p.visitor in (person, browser)
      union all
      select p.* from app_private.waiting_places p
      where p.event_id = event.id and p.device = browser and request.user_id is null) as mine
    where coalesce(mine.admitted_until > moment, true)
      and not exists (select from app_public.registrations g where g.id = mine.registration_id and g.status = 'confirmed')
    order by mine.number
    limit 1;
    delete from app_private.waiting_places p
    where p.event_id = event.id and p.visitor in (person, browser) and p.id is distinct from place.id;

    if place.id is null then
      next_number := next_number + 1;
      insert into app_private.waiting_places as p (org_id, event_id, number, visitor, device)
      values (event.org_id, event.id, next_number, person, case when request.user_id is not null then browser end)
      returning * into place;
      update app_private.waiting_lines l set last_number = next_number where l.event_id = event.id;
    elsif request.user_id is not null and (place.visitor, place.device) is distinct from (person, browser) then
      update app_private.waiting_places p set visitor = person, device = browser where p.id = place.id;
    end if;
    answers := answers || jsonb_build_object('outcome', 'waiting', 'place', place.id, 'number', place.number);
  end loop;
  return to_jsonb(answers);
end
$$;
comment on function app_private.join_waiting_room(jsonb) is
  'Gives places in line, in the order given; the same person gets the same place, also when they sign in or out. In: [{eventId, userId, visitorKey,
eventLink}]. Out, same order: {"outcome": "waiting", place, number}, {"outcome": "not_needed"} while the room is closed,
or {"outcome": "refused", sqlState, message, hint}.';
grant execute on function app_private.join_waiting_room(jsonb) to foyer_authenticator;

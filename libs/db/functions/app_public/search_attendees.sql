create or replace function app_public.search_attendees(
  event_id uuid, search text default null, ticket_type_id uuid default null, is_checked_in boolean default null
) returns setof app_public.tickets
-- Without a search_path of its own, so that it is written into the query that calls it: a page reads a page.
language sql stable
as $$
  select t.* from app_public.tickets t
  where t.event_id = search_attendees.event_id
    -- Asked once: of somebody else's event nothing is read.
    and (select e.org_id from app_public.events e where e.id = search_attendees.event_id) = any (array(select app_hidden.my_org_ids('staff')))
    and (search_attendees.ticket_type_id is null or t.ticket_type_id = search_attendees.ticket_type_id)
    and (search_attendees.is_checked_in is null or search_attendees.is_checked_in = exists (
      select from app_public.check_ins c where c.ticket_id = t.id and c.undone_at is null and c.session_id is null))
    and (nullif(trim(search), '') is null
      or concat_ws(' ', t.attendee_name, t.attendee_email, t.code)
        ilike '%' || replace(replace(replace(trim(search), '\', '\\'), '%', '\%'), '_', '\_') || '%')
  order by t.attendee_name, t.id
$$;
comment on function app_public.search_attendees(uuid, text, uuid, boolean) is
  'An event''s tickets by attendee name, found by name, e-mail or code. For its organization.';
grant execute on function app_public.search_attendees(uuid, text, uuid, boolean) to foyer_user;

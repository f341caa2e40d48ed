create or replace function app_public.search_registrations(
  event_id uuid, search text default null, status app_public.registration_status default null
) returns setof app_public.registrations
-- Without a search_path of its own, so that it is written into the query that calls it: a page reads a page.
language sql stable
as $$
  select r.* from app_public.registrations r
  where r.event_id = search_registrations.event_id
    -- Asked once: of somebody else's event nothing is read.
    and (select e.org_id from app_public.events e where e.id = search_registrations.event_id) = any (array(select app_hidden.my_org_ids('staff')))
    and (search_registrations.status is null or r.status = search_registrations.status)
    and (nullif(trim(search), '') is null
      or concat_ws(' ', r.buyer_name, r.buyer_email, r.confirmation_number)
        ilike '%' || replace(replace(replace(trim(search), '\', '\\'), '%', '\%'), '_', '\_') || '%')
  -- Ids are UUIDv7: the order of arrival. No id is null: said so, only the event's own index has this order, and an
  -- event that sold long ago is not looked for among all that was sold since.
  order by r.id desc nulls last
$$;
comment on function app_public.search_registrations(uuid, text, app_public.registration_status) is
  'An event''s registrations, newest first, found by buyer, e-mail or confirmation number. For its organization.';
grant execute on function app_public.search_registrations(uuid, text, app_public.registration_status) to foyer_user;

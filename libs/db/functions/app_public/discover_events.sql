create or replace function app_public.discover_events(
  search text default null, category app_public.event_category default null, org_id uuid default null, include_past boolean default false
) returns setof app_public.events
-- Without a search_path of its own, so that it is written into the query that calls it: a page reads a page.
language sql stable
as $$
  select e.* from app_public.events e
  join app_public.organizations o on o.id = e.org_id
  where e.status = 'published' and e.visibility = 'public' and e.archived_at is null
    and (include_past or e.ends_at > now())
    and (discover_events.category is null or e.category = discover_events.category)
    and (discover_events.org_id is null or e.org_id = discover_events.org_id)
    and (nullif(trim(search), '') is null
      or concat_ws(' ', e.title, e.summary, o.name, e.location ->> 'city', e.location ->> 'venue')
        ilike '%' || replace(replace(replace(trim(search), '\', '\\'), '%', '\%'), '_', '\_') || '%')
  order by e.starts_at, e.id
$$;
comment on function app_public.discover_events(text, app_public.event_category, uuid, boolean) is
  'What is on, soonest first: public events of all organizations or of one.';
grant execute on function app_public.discover_events(text, app_public.event_category, uuid, boolean) to foyer_anonymous, foyer_user;

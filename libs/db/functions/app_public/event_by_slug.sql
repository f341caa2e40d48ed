create or replace function app_public.event_by_slug(org_slug text, event_slug text) returns app_public.events
language sql stable set search_path = pg_catalog
as $$
  select e.* from app_public.events e
  join app_public.organizations o on o.id = e.org_id
  where o.slug = event_by_slug.org_slug and e.slug = event_by_slug.event_slug
$$;
comment on function app_public.event_by_slug(text, text) is 'The event at /e/<organization>/<event>, if the caller may see it.';
grant execute on function app_public.event_by_slug(text, text) to foyer_anonymous, foyer_user;

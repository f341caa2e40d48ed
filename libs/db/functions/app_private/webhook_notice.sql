create or replace function app_private.webhook_notice(endpoint_id uuid, user_id uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog
as $$
  -- Nothing to tell when it was removed or is on again, or to somebody who does not run the organization any more.
  select jsonb_build_object('because', e.disabled_because, 'endpointName', e.name, 'url', e.url,
    'organization', jsonb_build_object('name', o.name, 'slug', o.slug),
    'reader', jsonb_build_object('name', u.name, 'email', u.email, 'locale', u.locale))
  from app_public.webhook_endpoints e
  join app_public.organizations o on o.id = e.org_id
  join app_public.org_members m on m.org_id = e.org_id and m.user_id = webhook_notice.user_id and m.role >= 'admin'
  join app_public.users u on u.id = m.user_id
  where e.id = webhook_notice.endpoint_id and e.disabled_because in ('gone', 'failing')
$$;
comment on function app_private.webhook_notice(uuid, uuid) is 'What a mail tells an admin about an endpoint that was switched off; null when there is nothing to tell.';
grant execute on function app_private.webhook_notice(uuid, uuid) to foyer_worker;

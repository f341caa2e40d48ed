create or replace function app_public.save_webhook_endpoint(
  endpoint_id uuid, name text, url text, topics app_public.webhook_topic[]
) returns app_public.webhook_endpoints
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  endpoint app_public.webhook_endpoints := app_hidden.lock_my_webhook_endpoint(endpoint_id);
begin
  -- Checked: require_org_role, in lock_my_webhook_endpoint.
  perform app_hidden.check_webhook(name, url, topics);
  update app_public.webhook_endpoints w
  set name = trim(save_webhook_endpoint.name), url = save_webhook_endpoint.url,
    topics = array(select distinct t from unnest(save_webhook_endpoint.topics) t order by t),
    -- Another address has done nothing wrong yet.
    failing_since = case when w.url = save_webhook_endpoint.url then w.failing_since end,
    paused_until = case when w.url = save_webhook_endpoint.url then w.paused_until end
  where w.id = endpoint.id returning * into endpoint;
  return endpoint;
end
$$;
comment on function app_public.save_webhook_endpoint(uuid, text, text, app_public.webhook_topic[]) is
  'Changes where an endpoint is and what it is told. For admins of its organization.';
grant execute on function app_public.save_webhook_endpoint(uuid, text, text, app_public.webhook_topic[]) to foyer_user;

create or replace function app_hidden.lock_my_webhook_endpoint(endpoint_id uuid) returns app_public.webhook_endpoints
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  endpoint app_public.webhook_endpoints;
begin
  select * into endpoint from app_public.webhook_endpoints w where w.id = endpoint_id for no key update;
  perform app_hidden.require_org_role(endpoint.org_id, 'admin');
  return endpoint;
end
$$;
comment on function app_hidden.lock_my_webhook_endpoint(uuid) is 'The endpoint, locked, if the caller may change it; else refused.';

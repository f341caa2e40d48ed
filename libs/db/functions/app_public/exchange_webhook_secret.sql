create or replace function app_public.exchange_webhook_secret(endpoint_id uuid) returns app_public.webhook_endpoint_secret
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  made app_public.webhook_endpoint_secret;
  endpoint app_public.webhook_endpoints := app_hidden.lock_my_webhook_endpoint(endpoint_id);
begin
  -- Checked: require_org_role, in lock_my_webhook_endpoint.
  delete from app_private.webhook_secrets s where s.webhook_endpoint_id = endpoint.id and s.ends_at <= clock_timestamp();
  update app_private.webhook_secrets s set ends_at = clock_timestamp() + interval '1 day'
  where s.webhook_endpoint_id = endpoint.id and s.ends_at is null;
  insert into app_private.webhook_secrets (webhook_endpoint_id) values (endpoint.id)
  returning 'whsec_' || encode(secret, 'base64') into made.secret;
  made.endpoint := endpoint;
  return made;
end
$$;
comment on function app_public.exchange_webhook_secret(uuid) is
  'A new secret for an endpoint, shown this once; for another day the old one signs, too. For admins of its organization.';
grant execute on function app_public.exchange_webhook_secret(uuid) to foyer_user;

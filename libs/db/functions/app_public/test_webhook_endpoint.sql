create or replace function app_public.test_webhook_endpoint(endpoint_id uuid) returns app_public.webhook_deliveries
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  endpoint app_public.webhook_endpoints := app_hidden.lock_my_webhook_endpoint(endpoint_id);
  delivery app_public.webhook_deliveries;
begin
  -- Checked: require_org_role, in lock_my_webhook_endpoint.
  if endpoint.disabled_at is not null then
    raise exception 'This endpoint is switched off.' using errcode = 'FY010', hint = 'Switch it on first.';
  end if;
  insert into app_public.webhook_deliveries (org_id, webhook_endpoint_id, topic, subject_id)
  values (endpoint.org_id, endpoint.id, 'endpoint_tested', endpoint.id) returning * into delivery;
  return delivery;
end
$$;
comment on function app_public.test_webhook_endpoint(uuid) is 'Sends an endpoint something that says nothing but that it works. For admins of its organization.';
grant execute on function app_public.test_webhook_endpoint(uuid) to foyer_user;

create or replace function app_public.switch_webhook_endpoint(endpoint_id uuid, is_on boolean) returns app_public.webhook_endpoints
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  endpoint app_public.webhook_endpoints := app_hidden.lock_my_webhook_endpoint(endpoint_id);
begin
  -- Checked: require_org_role, in lock_my_webhook_endpoint.
  if is_on then
    -- What was not told before is old news: it can be sent again by hand.
    update app_public.webhook_deliveries d
    set status = 'failed', next_attempt_at = null, claimed_until = null, last_failure = coalesce(d.last_failure, 'disabled')
    where d.webhook_endpoint_id = endpoint.id and d.status = 'pending' and endpoint.disabled_at is not null;
    update app_public.webhook_endpoints w set disabled_at = null, disabled_because = null where w.id = endpoint.id;
  else
    perform app_private.disable_webhook_endpoint(endpoint.id, 'staff');
  end if;
  select * into strict endpoint from app_public.webhook_endpoints w where w.id = endpoint.id;
  return endpoint;
end
$$;
comment on function app_public.switch_webhook_endpoint(uuid, boolean) is
  'Switches an endpoint off, or on again from now on. For admins of its organization.';
grant execute on function app_public.switch_webhook_endpoint(uuid, boolean) to foyer_user;

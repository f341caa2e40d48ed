create or replace function app_private.disable_webhook_endpoint(endpoint_id uuid, because app_public.webhook_disabling) returns void
language sql volatile security definer set search_path = pg_catalog
as $$
  with switched_off as (
    update app_public.webhook_endpoints e
    set disabled_at = clock_timestamp(), disabled_because = because, failing_since = null, paused_until = null
    where e.id = disable_webhook_endpoint.endpoint_id and e.disabled_at is null
    returning e.id, e.org_id)
  insert into app_private.outbox (topic, org_id, payload)
  select 'webhooks.endpoint_off', off.org_id, jsonb_build_object('endpointId', off.id, 'userId', m.user_id)
  from switched_off off join app_public.org_members m on m.org_id = off.org_id and m.role >= 'admin'
  -- Who did it themselves knows.
  where because <> 'staff'
$$;
comment on function app_private.disable_webhook_endpoint(uuid, app_public.webhook_disabling) is
  'Switches an endpoint off; fail_undeliverable_webhooks ends what it was still to be told. Admins are told, unless one of them did it.';

create or replace function app_public.redeliver_webhook(delivery_id uuid) returns app_public.webhook_deliveries
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  endpoint app_public.webhook_endpoints := app_hidden.lock_my_webhook_endpoint((
    select d.webhook_endpoint_id from app_public.webhook_deliveries d where d.id = redeliver_webhook.delivery_id));
  delivery app_public.webhook_deliveries;
begin
  -- Checked: require_org_role, in lock_my_webhook_endpoint.
  if endpoint.disabled_at is not null then
    raise exception 'This endpoint is switched off.' using errcode = 'FY010', hint = 'Switch it on first.';
  end if;
  update app_public.webhook_deliveries d
  set status = 'pending', delivered_at = null, attempt_count = 0, next_attempt_at = clock_timestamp()
  where d.id = redeliver_webhook.delivery_id and d.claimed_until is null
  returning * into delivery;
  if delivery.id is null then
    select * into delivery from app_public.webhook_deliveries d where d.id = redeliver_webhook.delivery_id;
  end if;
  return delivery;
end
$$;
comment on function app_public.redeliver_webhook(uuid) is
  'Sends something once more, under the same id, with all its attempts before it; unless that is under way. For admins of its organization.';
grant execute on function app_public.redeliver_webhook(uuid) to foyer_user;

create or replace function app_private.note_webhook_attempt(
  delivery_id uuid, attempt int, http_status int, failure app_public.webhook_failure, retry_after_seconds int
) returns text
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  endpoint app_public.webhook_endpoints;
  delivery app_public.webhook_deliveries;
  moment constant timestamptz := clock_timestamp();
  pause constant interval := make_interval(secs => least(greatest(retry_after_seconds, 0), 86400));
  delay interval;
begin
  -- Endpoint before delivery, as everybody locks them.
  select e.* into endpoint from app_public.webhook_endpoints e
  join app_public.webhook_deliveries d on d.webhook_endpoint_id = e.id
  where d.id = note_webhook_attempt.delivery_id for no key update of e;
  select * into delivery from app_public.webhook_deliveries d
  where d.id = note_webhook_attempt.delivery_id for no key update;
  if delivery.id is null or delivery.status <> 'pending' then
    return 'ended';
  end if;

  if failure is null then
    update app_public.webhook_deliveries d
    set status = 'delivered', delivered_at = moment, next_attempt_at = null, claimed_until = null,
      last_http_status = note_webhook_attempt.http_status, last_failure = null
    where d.id = delivery.id;
    -- What was sent before the endpoint failed says nothing of how it is since.
    if endpoint.failing_since <= delivery.last_attempt_at then
      update app_public.webhook_endpoints e set failing_since = null, paused_until = null where e.id = endpoint.id;
    end if;
    return 'delivered';
  end if;

  -- The lease ran out and another worker tries: how that ends is what counts.
  if delivery.attempt_count <> attempt then
    return 'late';
  end if;
  -- Asked for patience, an endpoint gets it before anything else is tried there.
  delay := app_private.webhook_delay(attempt);
  delay := case when delay is not null and http_status is distinct from 410 then greatest(delay, pause) end;
  update app_public.webhook_deliveries d
  set status = case when delay is null then 'failed'::app_public.webhook_status else 'pending' end,
    -- A tenth of chance, so that what failed together does not come back together.
    next_attempt_at = moment + delay * (1 + random() / 10), claimed_until = null,
    last_http_status = note_webhook_attempt.http_status, last_failure = failure
  where d.id = delivery.id;

  if http_status = 410 then
    perform app_private.disable_webhook_endpoint(endpoint.id, 'gone');
    return 'gone';
  end if;
  -- Two days without an attempt, and none is left of what failed then: that is over.
  if endpoint.paused_until < moment - interval '2 days' then
    endpoint.failing_since := null;
  end if;
  if endpoint.failing_since < moment - interval '5 days' then
    perform app_private.disable_webhook_endpoint(endpoint.id, 'failing');
    return 'failing';
  end if;
  -- The longer it fails the rarer it is asked, up to once a minute: whatever else it was to be told.
  update app_public.webhook_endpoints e
  set failing_since = coalesce(endpoint.failing_since, moment),
    paused_until = greatest(e.paused_until, moment + greatest(pause,
      least(greatest((moment - endpoint.failing_since) / 10, interval '1 second'), interval '1 minute')))
  where e.id = endpoint.id;
  return case when delay is null then 'given_up' else 'retried' end;
end
$$;
comment on function app_private.note_webhook_attempt(uuid, int, int, app_public.webhook_failure, int) is
  'What became of an attempt; no failure means that it arrived. Says what follows: delivered, retried, given_up, gone, failing (both switch the endpoint off), late or ended.';
grant execute on function app_private.note_webhook_attempt(uuid, int, int, app_public.webhook_failure, int) to foyer_worker;

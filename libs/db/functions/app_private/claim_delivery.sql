create or replace function app_private.claim_delivery(dedupe_key text, channel text) returns boolean
language sql volatile security definer set search_path = pg_catalog
as $$
  -- True: send it. A claim that was never marked delivered may be taken over after a minute (its sender died).
  with claimed as (
    insert into app_private.deliveries as d (dedupe_key, channel) values (claim_delivery.dedupe_key, claim_delivery.channel)
    on conflict on constraint deliveries_pkey do update set claimed_at = clock_timestamp()
      where d.delivered_at is null and d.claimed_at < clock_timestamp() - interval '1 minute'
    returning 1)
  select exists (select from claimed)
$$;
comment on function app_private.claim_delivery(text, text) is 'May this message be sent now? Once delivered, never again.';
grant execute on function app_private.claim_delivery(text, text) to foyer_worker;

create or replace function app_private.claim_outbox(max_count int, lease_seconds int)
returns table (id bigint, topic text, org_id uuid, payload jsonb, created_at timestamptz)
language sql volatile security definer set search_path = pg_catalog
-- In the order of the index of what waits, and by walking it: that passes by what was published long ago, and forgets it.
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
  -- A lease instead of a held lock: nothing is locked while the relay talks to the queue. A relay that
  -- dies lets the lease run out and the row is published again; jobs are idempotent by outbox id.
  update app_private.outbox o
  set leased_until = clock_timestamp() + make_interval(secs => lease_seconds), attempt_count = attempt_count + 1
  from (
    select w.id from app_private.outbox w
    where w.published_at is null and w.leased_until <= clock_timestamp()
    order by w.leased_until, w.id
    limit max_count
    for update skip locked) as due
  where o.id = due.id
  returning o.id, o.topic, o.org_id, o.payload, o.created_at
$$;
comment on function app_private.claim_outbox(int, int) is 'Leases waiting outbox rows to one relay.';
grant execute on function app_private.claim_outbox(int, int) to foyer_worker;

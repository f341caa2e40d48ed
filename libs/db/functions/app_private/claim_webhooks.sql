create or replace function app_private.claim_webhooks(healthy_count int, failing_count int, lease_seconds int)
returns table (delivery_id uuid, attempt int, url text, body jsonb, secrets text[], is_failing boolean)
language plpgsql volatile security definer set search_path = pg_catalog
-- By the indexes of what is pending and what is claimed, whatever the tables held when this was planned.
set enable_seqscan = off set jit = off
as $$
declare
  -- A value, so that it bounds index scans; the volatile function would read every retry of the next days.
  moment constant timestamptz := clock_timestamp();
  -- Half of a worker's places: where many hang who worked until now, the others still find one.
  for_first constant int := 48;
begin
  return query
    -- From one endpoint to the next: one that has much to be told costs no more than one that has little.
    with recursive waiting as (
      (select d.webhook_endpoint_id from app_public.webhook_deliveries d
        where d.status = 'pending' order by d.webhook_endpoint_id limit 1)
      union all
      select (
        select d.webhook_endpoint_id from app_public.webhook_deliveries d
        where d.status = 'pending' and d.webhook_endpoint_id > w.webhook_endpoint_id order by d.webhook_endpoint_id limit 1)
      from waiting w where w.webhook_endpoint_id is not null),
    endpoint as materialized (
      select e.id, e.url, e.paused_until, e.failing_since is not null as is_failing
      from app_public.webhook_endpoints e
      where e.id in (select w.webhook_endpoint_id from waiting w)
        and e.disabled_at is null and coalesce(e.paused_until, '-infinity') <= moment
      for no key update skip locked),
    under_way as materialized (
      select c.webhook_endpoint_id, count(*) as count from app_public.webhook_deliveries c
      where c.claimed_until > moment and c.webhook_endpoint_id in (select e.id from endpoint e)
      group by 1),
    -- A few at a time for each; one at a time where the last one failed. Whoever has none under way goes before those
    -- who have, and among those that fail, who was left alone longest.
    due as materialized (
      select d.id, e.is_failing, coalesce(u.count, 0) + d.nth = 1 as is_first,
        row_number() over (partition by e.is_failing
          order by coalesce(u.count, 0) + d.nth, e.paused_until, d.next_attempt_at, d.id) as place
      from endpoint e
      left join under_way u on u.webhook_endpoint_id = e.id
      cross join lateral (
        select p.id, p.next_attempt_at, row_number() over (order by p.next_attempt_at, p.id) as nth
        from app_public.webhook_deliveries p
        where p.webhook_endpoint_id = e.id and p.status = 'pending' and p.next_attempt_at <= moment
        order by p.next_attempt_at, p.id
        limit greatest(0, case when e.is_failing then 1 else 4 end - coalesce(u.count, 0))) as d),
    claimed as (
      update app_public.webhook_deliveries d
      set attempt_count = d.attempt_count + 1, last_attempt_at = moment,
        claimed_until = moment + make_interval(secs => lease_seconds),
        next_attempt_at = moment + make_interval(secs => lease_seconds)
      from due
      where d.id = due.id and due.place <= case
          when due.is_failing then failing_count
          when due.is_first then healthy_count
          else healthy_count - for_first
        end
        -- Once more, of the row as it is now: another worker may have claimed it, and even told it, since this began.
        and d.status = 'pending' and d.next_attempt_at <= moment
      returning d.*)
    select c.id, c.attempt_count, e.url, app_private.webhook_body(c.*), array(
        select 'whsec_' || encode(s.secret, 'base64') from app_private.webhook_secrets s
        where s.webhook_endpoint_id = e.id and (s.ends_at is null or s.ends_at > moment)
        order by s.ends_at desc nulls first), e.is_failing
    from claimed c join endpoint e on e.id = c.webhook_endpoint_id;
end
$$;
comment on function app_private.claim_webhooks(int, int, int) is
  'Leases due deliveries to one worker, at most so many for endpoints that work and for those whose last attempt failed; the last 48 places are for endpoints that are told nothing yet. A worker that dies lets the lease run out.';
grant execute on function app_private.claim_webhooks(int, int, int) to foyer_worker;

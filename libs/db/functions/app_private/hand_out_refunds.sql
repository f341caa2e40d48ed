create or replace function app_private.hand_out_refunds(max_count int) returns table (refund_id uuid, org_id uuid)
language sql volatile security definer set search_path = pg_catalog
as $$
  update app_public.refunds r
  -- Should the queue lose it, it is handed out again; one that still waits there is known by its id.
  set next_attempt_at = clock_timestamp() + interval '10 minutes'
  from (
    select d.id from app_public.refunds d
    where d.status in ('queued', 'pending') and d.next_attempt_at <= clock_timestamp()
    order by d.next_attempt_at
    limit max_count
    for no key update skip locked) as due
  where r.id = due.id
  returning r.id, r.org_id
$$;
comment on function app_private.hand_out_refunds(int) is
  'Refunds that the provider has not settled and that should be tried again, each to one worker.';
grant execute on function app_private.hand_out_refunds(int) to foyer_worker;

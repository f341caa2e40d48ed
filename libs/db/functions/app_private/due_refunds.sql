create or replace function app_private.due_refunds(max_count int) returns setof uuid
language sql stable security definer set search_path = pg_catalog
as $$
  select id from app_public.refunds
  where status in ('queued', 'pending') and next_attempt_at <= clock_timestamp()
  order by next_attempt_at
  limit max_count
$$;
comment on function app_private.due_refunds(int) is 'Refunds that the provider has not settled and that should be tried again.';
grant execute on function app_private.due_refunds(int) to foyer_worker;

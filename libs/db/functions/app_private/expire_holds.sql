create or replace function app_private.expire_holds(max_count int default 500) returns int
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  overdue uuid[];
  -- A value, so that it bounds the index scan; the volatile function would read every hold.
  moment constant timestamptz := clock_timestamp();
begin
  select coalesce(array_agg(id), '{}') into overdue from (
    select id from app_public.registrations
    where status = 'pending' and expires_at <= moment
    order by expires_at
    limit max_count
    for update skip locked) as locked;
  return case when cardinality(overdue) = 0 then 0 else app_private.release_holds(overdue, 'expired') end;
end
$$;
comment on function app_private.expire_holds(int) is 'Releases overdue holds of all organizations; says how many. Run by schedule.';
grant execute on function app_private.expire_holds(int) to foyer_worker, foyer_authenticator;

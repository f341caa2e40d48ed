create or replace function app_private.expire_holds(max_count int default 500) returns int
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  its record;
  released int := 0;
  -- A value, so that it bounds the index scan; the volatile function would read every hold.
  moment constant timestamptz := clock_timestamp();
begin
  perform set_config('lock_timeout', '1s', true);
  for its in
    select event_id, array_agg(id) as overdue from (
      select id, event_id from app_public.registrations
      where status = 'pending' and expires_at <= moment
      order by expires_at
      limit max_count
      for update skip locked) as locked
    group by event_id
    order by event_id
  loop
    -- An event whose holds cannot be released keeps those of no other; they count as overdue.
    begin
      released := released + app_private.release_holds(its.overdue, 'expired');
    exception when others then
      raise warning 'holds of the event % cannot be released: %', its.event_id, sqlerrm;
    end;
  end loop;
  return released;
end
$$;
comment on function app_private.expire_holds(int) is 'Releases overdue holds of all organizations; says how many. Run by schedule.';
grant execute on function app_private.expire_holds(int) to foyer_worker, foyer_authenticator;

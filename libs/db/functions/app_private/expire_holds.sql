create or replace function app_private.expire_holds(max_count int default 500) returns int
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  its record;
  released int := 0;
  stuck uuid[] := '{}';
  stuck_before int;
  -- A value, so that it bounds the index scan; the volatile function would read every hold.
  moment constant timestamptz := clock_timestamp();
begin
  -- An event whose holds cannot be released keeps those of no other: they are looked for again without it.
  loop
    stuck_before := cardinality(stuck);
    for its in
      select event_id, array_agg(id) as overdue from (
        select id, event_id from app_public.registrations
        where status = 'pending' and expires_at <= moment and event_id <> all (stuck)
        order by expires_at
        limit max_count - released
        for update skip locked) as locked
      group by event_id
    loop
      begin
        -- Never waited for, with the quotas of others in hand: who buys there releases what is overdue as well.
        perform q.id from app_public.quotas q where q.event_id = its.event_id order by q.id for update nowait;
        released := released + app_private.release_holds(its.overdue, 'expired');
      exception
        when lock_not_available then
          stuck := stuck || its.event_id;
        when others then
          stuck := stuck || its.event_id;
          raise warning 'holds of the event % cannot be released: %', its.event_id, sqlerrm;
      end;
    end loop;
    exit when cardinality(stuck) = stuck_before or released >= max_count;
  end loop;
  return released;
end
$$;
comment on function app_private.expire_holds(int) is
  'Releases overdue holds of all organizations, but of events whose quotas somebody has locked; says how many. Run by schedule.';
grant execute on function app_private.expire_holds(int) to foyer_worker, foyer_authenticator;

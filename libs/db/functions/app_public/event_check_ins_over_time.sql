create or replace function app_public.event_check_ins_over_time(event_id uuid)
returns table (starting_at timestamptz, check_in_count bigint)
language sql stable set search_path = pg_catalog
as $$
  select * from (
    select date_bin('15 minutes', c.checked_in_at, '2000-01-01') as starting_at, count(*) as check_in_count
    from app_public.check_ins c
    where c.event_id = event_check_ins_over_time.event_id and c.undone_at is null and c.session_id is null
      -- Asked once: of somebody else's event nothing is read.
      and (select e.org_id from app_public.events e where e.id = event_check_ins_over_time.event_id) = any (array(select app_hidden.my_org_ids('staff')))
    group by 1
    order by 1 desc
    limit 96) as latest
  order by starting_at
$$;
comment on function app_public.event_check_ins_over_time(uuid) is 'Admissions per quarter of an hour, the last 96 with any. For its organization.';
grant execute on function app_public.event_check_ins_over_time(uuid) to foyer_user;

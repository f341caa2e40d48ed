create or replace function app_private.check_in_counts(event_id uuid) returns table (expected bigint, admitted bigint)
language sql stable security definer set search_path = pg_catalog
as $$
  select
    (select count(*) from app_public.tickets t where t.event_id = check_in_counts.event_id and t.status = 'valid'),
    (select count(*) from app_public.check_ins c
      where c.event_id = check_in_counts.event_id and c.session_id is null and c.undone_at is null)
$$;
comment on function app_private.check_in_counts(uuid) is 'What the check-in Redis must agree with once it is drained.';
grant execute on function app_private.check_in_counts(uuid) to foyer_checkin;

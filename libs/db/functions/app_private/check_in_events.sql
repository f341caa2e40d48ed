create or replace function app_private.check_in_events() returns setof uuid
language sql stable security definer set search_path = pg_catalog
as $$
  select e.id from app_public.events e
  where e.status <> 'draft'
    and app_hidden.check_in_window(e) && tstzrange(now() - interval '1 day', now() + interval '1 day')
    and exists (
      select from app_public.devices d where d.event_id = e.id and d.paired_at is not null and d.revoked_at is null)
$$;
comment on function app_private.check_in_events() is
  'Events whose door somebody is set up to watch and that opens within a day, or closed less than a day ago: kept ready
in Redis. Any other is made ready by its first scan.';
grant execute on function app_private.check_in_events() to foyer_checkin;

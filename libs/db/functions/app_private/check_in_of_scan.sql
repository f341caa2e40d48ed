create or replace function app_private.check_in_of_scan(event_id uuid, scan_id uuid) returns uuid
language sql stable security definer set search_path = pg_catalog
as $$
  select c.ticket_id from app_public.check_ins c
  where c.event_id = check_in_of_scan.event_id and c.scan_id = check_in_of_scan.scan_id
$$;
comment on function app_private.check_in_of_scan(uuid, uuid) is 'The ticket that a scan admitted, also after its undo; null when it admitted none.';
grant execute on function app_private.check_in_of_scan(uuid, uuid) to foyer_checkin;

create or replace function app_private.check_in_changes(event_id uuid, since xid8)
returns table (ticket_id uuid, secret bytea, code text, status app_public.ticket_status, version int, attendee_name text,
  ticket_type_name text, scan_id uuid, checked_in_at timestamptz, gate_name text, device_name text)
language sql stable security definer set search_path = pg_catalog
-- A few tickets of many: nothing is read whole, whatever a session believed when it planned.
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
  -- For the check-in service, which serves a device only its own event.
  select t.ticket_id, t.secret, t.code, t.status, t.version, t.attendee_name,
    t.ticket_type_name, t.scan_id, t.checked_in_at, t.gate_name, t.device_name
  from app_private.check_in_tickets t
  where t.event_id = check_in_changes.event_id and t.changed_xact >= since
  order by t.ticket_id
$$;
comment on function app_private.check_in_changes(uuid, xid8) is
  'Tickets whose last change is not older than a watermark of check_in_event; some come twice, none is left out.';
grant execute on function app_private.check_in_changes(uuid, xid8) to foyer_checkin;

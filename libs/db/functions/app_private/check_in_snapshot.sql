create or replace function app_private.check_in_snapshot(event_id uuid, after_ticket_id uuid, row_limit int)
returns table (ticket_id uuid, secret bytea, code text, status app_public.ticket_status, version int, attendee_name text,
  ticket_type_name text, scan_id uuid, checked_in_at timestamptz, gate_name text, device_name text)
language sql stable security definer set search_path = pg_catalog
-- A page is 5,000 of maybe 200,000 tickets, and of millions of other events: reading a whole table for each
-- makes it quadratic, and a session may have planned while the tables were empty.
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off set enable_sort = off set jit = off
as $$
  -- For the check-in service, which serves a device only its own event.
  select t.ticket_id, t.secret, t.code, t.status, t.version, t.attendee_name,
    t.ticket_type_name, t.scan_id, t.checked_in_at, t.gate_name, t.device_name
  from app_private.check_in_tickets t
  -- Compared as a pair, and in the order that one index has: tickets_of_event.
  where t.event_id = check_in_snapshot.event_id
    and (t.event_id, t.ticket_id) > (check_in_snapshot.event_id, coalesce(after_ticket_id, '00000000-0000-0000-0000-000000000000'))
  order by t.ticket_id nulls first limit row_limit
$$;
comment on function app_private.check_in_snapshot(uuid, uuid, int) is 'One page of an event''s tickets in the order of their ids.';
grant execute on function app_private.check_in_snapshot(uuid, uuid, int) to foyer_checkin;

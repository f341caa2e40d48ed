create or replace view app_private.check_in_tickets with (security_invoker = true) as
  -- Everything about a ticket is looked up by its id, and written so that no plan can do otherwise: joined, a
  -- plan from when the check-ins were few compared every ticket with every check-in of the evening.
  select t.event_id, t.id as ticket_id, s.secret, t.code, t.status, t.version, t.attendee_name,
    (select y.name from app_public.ticket_types y
      where y.org_id = t.org_id and y.event_id = t.event_id and y.id = t.ticket_type_id) as ticket_type_name,
    c.scan_id, c.checked_in_at,
    (select g.name from app_public.gates g
      where g.org_id = t.org_id and g.event_id = t.event_id and g.id = c.gate_id) as gate_name,
    (select d.name from app_public.devices d
      where d.org_id = t.org_id and d.event_id = t.event_id and d.id = c.device_id) as device_name, t.changed_xact
  from app_public.tickets t
  join app_private.ticket_secrets s on s.ticket_id = t.id
  left join lateral (
    select c.scan_id, c.checked_in_at, c.gate_id, c.device_id from app_public.check_ins c
    where c.ticket_id = t.id and c.session_id is null and c.undone_at is null
    limit 1) as c on true;
comment on view app_private.check_in_tickets is 'What the door must know of each ticket, and its use at the event''s own door.';

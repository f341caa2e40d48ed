create or replace view app_private.check_in_tickets with (security_invoker = true) as
  select t.event_id, t.id as ticket_id, s.secret, t.code, t.status, t.version, t.attendee_name,
    y.name as ticket_type_name, c.scan_id, c.checked_in_at, g.name as gate_name, d.name as device_name, t.changed_xact
  from app_public.tickets t
  join app_private.ticket_secrets s on s.ticket_id = t.id
  join app_public.ticket_types y on y.id = t.ticket_type_id
  left join app_public.check_ins c
    on c.org_id = t.org_id and c.ticket_id = t.id and c.session_id is null and c.undone_at is null
  left join app_public.gates g on g.id = c.gate_id
  left join app_public.devices d on d.id = c.device_id;
comment on view app_private.check_in_tickets is 'What the door must know of each ticket, and its use at the event''s own door.';

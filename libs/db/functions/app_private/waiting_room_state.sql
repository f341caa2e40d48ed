create or replace function app_private.waiting_room_state(event_id uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog
as $$
  select jsonb_build_object('eventId', waiting_room_state.event_id, 'isOpen', g.is_open,
    'stock', app_private.sale_stock(waiting_room_state.event_id),
    'lastNumber', g.last_number, 'admittedThrough', g.admitted_through, 'admitPerMinute', g.admit_per_minute,
    'opensAt', g.opens_at, 'closesAt', g.closes_at, 'requiresAccount', g.requires_account)
  from app_private.sale_gate(waiting_room_state.event_id) g
$$;
comment on function app_private.waiting_room_state(uuid) is
  'What anyone may know of an event''s line, as sent to everybody who waits: one message for all.';
grant execute on function app_private.waiting_room_state(uuid) to foyer_authenticator;

create or replace function app_private.lock_order(registration_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog
as $$
begin
  -- The door records under the first lock and locks tickets in its own order, see record_check_ins.
  perform pg_advisory_xact_lock(hashtextextended('foyer:check-ins:' || r.event_id, 0))
  from app_public.registrations r where r.id = lock_order.registration_id;
  perform id from app_public.registrations r where r.id = lock_order.registration_id for update;
end
$$;
comment on function app_private.lock_order(uuid) is
  'Before tickets of an order change: every scan is recorded clearly before that or after it.';

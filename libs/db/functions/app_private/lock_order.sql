create or replace function app_private.lock_order(registration_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog
as $$
begin
  perform app_private.lock_check_ins(r.event_id) from app_public.registrations r where r.id = lock_order.registration_id;
  perform id from app_public.registrations r where r.id = lock_order.registration_id for update;
end
$$;
comment on function app_private.lock_order(uuid) is
  'Before tickets of an order change: every scan is recorded clearly before that or after it.';

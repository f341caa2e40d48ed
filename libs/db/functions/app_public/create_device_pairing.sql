create or replace function app_public.create_device_pairing(
  event_id uuid, name text, gate_id uuid default null, can_undo boolean default false
) returns app_public.device_pairing
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  event app_public.events;
  pairing app_public.device_pairing;
  new_device app_public.devices;
begin
  select * into event from app_public.events e where e.id = create_device_pairing.event_id;
  perform app_hidden.require_org_role(event.org_id, 'staff');
  if length(trim(coalesce(name, ''))) not between 1 and 80 then
    raise exception 'A device needs a name of 1 to 80 characters.' using errcode = 'FY008';
  end if;
  if gate_id is not null and not exists (
    select from app_public.gates g where g.id = gate_id and g.event_id = event.id)
  then
    raise exception 'There is no such gate at this event.' using errcode = 'FY006';
  end if;
  if (select count(*) from app_public.devices d where d.event_id = event.id and d.revoked_at is null) >= 500 then
    raise exception 'An event has at most 500 devices.' using errcode = 'FY004', hint = 'Revoke those that are not in use.';
  end if;

  insert into app_public.devices (org_id, event_id, gate_id, name, can_undo, created_by)
  values (event.org_id, event.id, gate_id, trim(name), coalesce(can_undo, false), app_hidden.current_user_id())
  returning * into new_device;
  -- 40 random bits, one use, 15 minutes, behind the rate limit of the check-in service.
  pairing.pairing_code := app_hidden.crockford(app_hidden.random_bytes_16(), 8);
  pairing.expires_at := clock_timestamp() + interval '15 minutes';
  pairing.device := new_device;
  insert into app_private.device_secrets (device_id, pairing_code_hash, pairing_expires_at)
  values (new_device.id, sha256(convert_to(pairing.pairing_code, 'UTF8')), pairing.expires_at);
  return pairing;
end
$$;
comment on function app_public.create_device_pairing(uuid, text, uuid, boolean) is
  'Prepares a phone for an event''s door: the code pairs one device within 15 minutes. For its organization.';
grant execute on function app_public.create_device_pairing(uuid, text, uuid, boolean) to foyer_user;

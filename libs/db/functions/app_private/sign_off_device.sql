create or replace function app_private.sign_off_device(token_hash bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog
as $$
#variable_conflict use_column
declare
  device app_public.devices;
begin
  -- The token is the authority: a device may shut out itself.
  update app_public.devices d set revoked_at = clock_timestamp()
  from app_private.device_secrets s
  where s.device_id = d.id and s.token_hash = sign_off_device.token_hash and d.revoked_at is null
  returning d.* into device;
  if device.id is null then
    return false;
  end if;
  update app_private.device_secrets s
  set token_hash = null, pairing_code_hash = null, pairing_expires_at = null where s.device_id = device.id;
  perform pg_notify('foyer_tickets', device.event_id::text);
  return true;
end
$$;
comment on function app_private.sign_off_device(bytea) is
  'Ends the pairing of the device that holds a token, for good; false when there is none.';
grant execute on function app_private.sign_off_device(bytea) to foyer_checkin;

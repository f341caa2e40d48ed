create or replace function app_public.revoke_device(device_id uuid) returns app_public.devices
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  device app_public.devices;
begin
  select * into device from app_public.devices d where d.id = revoke_device.device_id for update;
  perform app_hidden.require_org_role(device.org_id, 'staff');
  if device.revoked_at is null then
    update app_public.devices d set revoked_at = clock_timestamp() where d.id = device.id returning * into device;
    update app_private.device_secrets s
    set token_hash = null, pairing_code_hash = null, pairing_expires_at = null where s.device_id = device.id;
    perform pg_notify('foyer_tickets', device.event_id::text);
  end if;
  return device;
end
$$;
comment on function app_public.revoke_device(uuid) is 'Shuts a device out, within a second and for good. For its organization.';
grant execute on function app_public.revoke_device(uuid) to foyer_user;

create or replace function app_private.claim_pairing(code_hash bytea, token_hash bytea) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog
as $$
#variable_conflict use_column
declare
  claimed_id uuid;
  device app_public.devices;
begin
  -- The code is the authority: one use, 15 minutes. Two who type it at once wait for each other here.
  update app_private.device_secrets s
  set pairing_code_hash = null, pairing_expires_at = null, token_hash = claim_pairing.token_hash
  where s.pairing_code_hash = claim_pairing.code_hash and s.pairing_expires_at > clock_timestamp()
    and exists (select from app_public.devices d where d.id = s.device_id and d.revoked_at is null)
  returning s.device_id into claimed_id;
  if claimed_id is null then
    return null;
  end if;
  update app_public.devices d set paired_at = clock_timestamp(), last_seen_at = clock_timestamp()
  where d.id = claimed_id returning * into device;
  perform pg_notify('foyer_tickets', device.event_id::text);
  return (
    select jsonb_build_object(
      'device', jsonb_build_object('id', device.id, 'name', device.name, 'canUndo', device.can_undo),
      'event', jsonb_build_object('id', e.id, 'title', e.title, 'timezone', e.timezone),
      'gate', (select jsonb_build_object('id', g.id, 'name', g.name) from app_public.gates g where g.id = device.gate_id))
    from app_public.events e where e.id = device.event_id);
end
$$;
comment on function app_private.claim_pairing(bytea, bytea) is
  'Exchanges the hash of a pairing code for a device whose token has the given hash; null when the code is unknown, used or too old.';
grant execute on function app_private.claim_pairing(bytea, bytea) to foyer_checkin;

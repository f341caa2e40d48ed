create or replace function app_private.check_in_event(event_id uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog
as $$
  select jsonb_build_object(
    'id', e.id, 'title', e.title, 'timezone', e.timezone, 'startsAt', e.starts_at, 'endsAt', e.ends_at,
    'isCancelled', e.status = 'cancelled',
    'validFrom', lower(app_hidden.check_in_window(e)), 'validUntil', upper(app_hidden.check_in_window(e)),
    -- Everything that this or an older transaction wrote and that is not visible yet comes again with this watermark.
    'watermark', pg_snapshot_xmin(pg_current_snapshot())::text,
    'digest', app_private.check_in_digest(e.id),
    'key', (
      select jsonb_build_object('id', k.key_id, 'publicKey', encode(k.public_key, 'base64'),
        -- Nobody knows it who does not know the sealed key, and it is the same for as long as that is.
        'codeKey', encode(sha256('foyer-offline-codes:1:'::bytea || k.private_key_encrypted), 'base64'))
      from app_private.event_keys k where k.event_id = e.id),
    'ticketTypes', (
      select coalesce(jsonb_object_agg(t.id, t.name), '{}') from app_public.ticket_types t where t.event_id = e.id),
    'gates', (
      select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) order by g.name), '[]')
      from app_public.gates g where g.event_id = e.id),
    'devices', (
      select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'gateId', d.gate_id,
        'canUndo', d.can_undo, 'tokenHash', encode(s.token_hash, 'hex'))), '[]')
      from app_public.devices d join app_private.device_secrets s on s.device_id = d.id
      where d.event_id = e.id and d.revoked_at is null and s.token_hash is not null))
  from app_public.events e where e.id = check_in_event.event_id
$$;
comment on function app_private.check_in_event(uuid) is 'An event as its door needs it: window, public key, gates, paired devices.';
grant execute on function app_private.check_in_event(uuid) to foyer_checkin;

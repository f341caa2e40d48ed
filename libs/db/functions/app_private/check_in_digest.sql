create or replace function app_private.check_in_digest(event_id uuid) returns text
language sql stable security definer set search_path = pg_catalog
as $$
  select md5(jsonb_build_array(e.title, e.status, e.timezone, e.starts_at, e.ends_at, app_hidden.check_in_window(e),
    (select k.key_id from app_private.event_keys k where k.event_id = e.id),
    (select jsonb_agg(jsonb_build_array(g.id, g.name) order by g.id) from app_public.gates g where g.event_id = e.id),
    -- One that is revoked drops out, for good.
    (select jsonb_agg(jsonb_build_array(d.id, d.name, d.gate_id, d.can_undo, d.paired_at) order by d.id)
      from app_public.devices d where d.event_id = e.id and d.revoked_at is null),
    (select jsonb_agg(jsonb_build_array(t.id, t.name) order by t.id) from app_public.ticket_types t where t.event_id = e.id))::text)
  from app_public.events e where e.id = check_in_digest.event_id
$$;
comment on function app_private.check_in_digest(uuid) is
  'Differs whenever the door must hear of something other than a ticket: the window, a gate, a device, a type''s name.';

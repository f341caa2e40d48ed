create or replace function app_private.check_in_pulse(event_ids uuid[], since xid8[])
returns table (event_id uuid, has_changes boolean, digest text)
language sql stable security definer set search_path = pg_catalog
as $$
  select w.event_id,
    exists (select from app_public.tickets t where t.event_id = w.event_id and t.changed_xact >= w.since),
    app_private.check_in_digest(w.event_id)
  from unnest(check_in_pulse.event_ids, check_in_pulse.since) as w (event_id, since)
$$;
comment on function app_private.check_in_pulse(uuid[], xid8[]) is
  'Which of these events changed since their watermarks: asked every second, so that a lost notification costs no more.';
grant execute on function app_private.check_in_pulse(uuid[], xid8[]) to foyer_checkin;

create or replace function app_private.record_check_ins(event_id uuid, entries jsonb) returns text[]
language plpgsql volatile security definer set search_path = pg_catalog
-- A session keeps the plans it made when the event's tables were still empty, and those read whole tables.
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  event app_public.events;
  entry record;
  ticket app_public.tickets;
  is_admitted boolean;
  outcome text;
  outcomes text[] := '{}';
begin
  select * into event from app_public.events e where e.id = record_check_ins.event_id;
  if event.id is null then
    raise exception 'There is no such event.' using errcode = 'FY006';
  end if;
  -- One writer per event at a time: an undo must find its scan, and two acceptances must see each other.
  perform pg_advisory_xact_lock(hashtextextended('foyer:check-ins:' || event.id, 0));

  for entry in
    select x.* from jsonb_array_elements(entries) with ordinality as e (value, position),
      jsonb_to_record(e.value) as x (kind text, "scanId" uuid, "ticketId" uuid, verdict app_public.scan_verdict,
        method app_public.check_in_method, "gateId" uuid, "deviceId" uuid, at timestamptz)
    order by e.position
  loop
    if entry.kind = 'undo' then
      update app_public.check_ins c
      set undone_at = entry.at,
        undone_by_device_id = (select d.id from app_public.devices d where d.event_id = event.id and d.id = entry."deviceId")
      where c.org_id = event.org_id and c.event_id = event.id and c.scan_id = entry."scanId" and c.undone_at is null;
      if found then
        outcome := 'undone';
      elsif exists (select from app_public.check_ins c
        where c.org_id = event.org_id and c.event_id = event.id and c.scan_id = entry."scanId")
      then
        outcome := 'duplicate';
      else
        outcome := 'nothing_to_undo';
      end if;
    elsif entry.kind = 'scan' then
      if exists (select from app_public.scans s where s.id = entry."scanId") then
        outcome := case when exists (select from app_public.scans s where s.id = entry."scanId" and s.event_id = event.id)
          then 'duplicate' else 'foreign' end;
      else
        -- Locked, so that a cancellation comes clearly before or after this record.
        select * into ticket from app_public.tickets t
        where t.org_id = event.org_id and t.event_id = event.id and t.id = entry."ticketId" for share;
        is_admitted := entry.verdict = 'accepted' and ticket.id is not null;
        -- What the door decided cannot be taken back, people walked in. Where it disagrees with what
        -- is known here (used elsewhere, or cancelled before), the scan is marked for staff to see.
        insert into app_public.scans
          (id, org_id, event_id, ticket_id, verdict, is_conflict, method, gate_id, device_id, scanned_at)
        values (entry."scanId", event.org_id, event.id, ticket.id, entry.verdict,
          entry.verdict = 'accepted' and (not is_admitted or coalesce(ticket.cancelled_at < entry.at, false) or exists (
            select from app_public.check_ins c
            where c.org_id = event.org_id and c.ticket_id = ticket.id and c.session_id is null and c.undone_at is null)),
          entry.method,
          (select g.id from app_public.gates g where g.event_id = event.id and g.id = entry."gateId"),
          (select d.id from app_public.devices d where d.event_id = event.id and d.id = entry."deviceId"),
          entry.at);
        outcome := 'recorded';
        if is_admitted then
          insert into app_public.check_ins
            (org_id, event_id, ticket_id, scan_id, gate_id, device_id, checked_in_at, method)
          select s.org_id, s.event_id, s.ticket_id, s.id, s.gate_id, s.device_id, s.scanned_at, s.method
          from app_public.scans s where s.id = entry."scanId"
          on conflict do nothing;
          if not found then
            outcome := 'conflict';
          end if;
        elsif entry.verdict = 'accepted' then
          outcome := 'conflict';
        end if;
      end if;
    else
      raise exception 'An entry is neither a scan nor an undo: %.', entry.kind using errcode = 'FY008';
    end if;
    outcomes := outcomes || outcome;
  end loop;

  update app_public.devices d set last_seen_at = seen.at
  from (
    select (e ->> 'deviceId')::uuid as device_id, max((e ->> 'at')::timestamptz) as at
    from jsonb_array_elements(entries) e group by 1) as seen
  where d.event_id = event.id and d.id = seen.device_id and (d.last_seen_at is null or d.last_seen_at < seen.at);
  return outcomes;
end
$$;
comment on function app_private.record_check_ins(uuid, jsonb) is
  'Writes what the door decided, in its order, each scan id once: recorded, conflict, duplicate, undone, nothing_to_undo, or foreign (another event has that scan id).';
grant execute on function app_private.record_check_ins(uuid, jsonb) to foyer_checkin;

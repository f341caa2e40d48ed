create or replace function app_private.record_check_ins(event_id uuid, entries jsonb) returns text[]
language plpgsql volatile security definer set search_path = pg_catalog
-- A session keeps the plans it made when the event's tables were still empty, and those read whole tables
-- and compare every entry of a batch with every other. To plan anew for each batch costs more than 100 scans.
set enable_seqscan = off set enable_nestloop = off set plan_cache_mode = force_generic_plan set jit = off
as $$
#variable_conflict use_column
declare
  event app_public.events;
  run record;
  outcomes text[] := '{}';
  device_ids uuid[];
  part text[];
  amended jsonb;
begin
  select * into event from app_public.events e where e.id = record_check_ins.event_id;
  if event.id is null then
    raise exception 'There is no such event.' using errcode = 'FY006';
  end if;
  -- One writer per event at a time: an undo must find its scan, and two acceptances must see each other.
  perform app_private.lock_check_ins(event.id);
  -- Of this event and no other: what a phone claims to be is not taken from the entries.
  device_ids := array(select d.id from app_public.devices d where d.event_id = event.id
    and d.id = any (array(select (e ->> 'deviceId')::uuid from jsonb_array_elements(entries) e)));

  -- Locked, so that a cancellation comes clearly before or after this record; the statements after see which.
  -- All at once and in their order, as everybody locks them: nobody waits for each other.
  -- Each by its id, fenced: an index of the event's would be walked from end to end, for every batch.
  perform from (select distinct (e ->> 'ticketId')::uuid as id from jsonb_array_elements(entries) e order by 1) as shown
  cross join lateral (
    select from app_public.tickets t
    where t.id = shown.id and t.org_id = event.org_id and t.event_id = event.id offset 0 for share) as locked;

  -- Neighbours of one kind are written together; where scans and undos take turns, in their order.
  for run in
    select n.kind, jsonb_agg(n.value order by n.position) as entries
    from (
      select e.value ->> 'kind' as kind, e.value, e.position,
        e.position - row_number() over (partition by e.value ->> 'kind' order by e.position) as number
      from jsonb_array_elements(entries) with ordinality as e (value, position)) as n
    group by n.kind, n.number order by min(n.position)
  loop
    if run.kind = 'scan' then
      with entry as materialized (
        select e.position, x.*,
          row_number() over (partition by x."scanId" order by x.verdict <> 'accepted', x.is_offline, e.position) as nth
        from jsonb_array_elements(run.entries) with ordinality as e (value, position)
        cross join lateral (
          select r.*, coalesce(r."isOffline", false) as is_offline, coalesce(r."isUndone", false) as is_undone
          from jsonb_to_record(e.value) as r ("scanId" uuid, "ticketId" uuid, verdict app_public.scan_verdict,
            method app_public.check_in_method, "gateId" uuid, "deviceId" uuid, at timestamptz, version int,
            "isOffline" boolean, "isUndone" boolean, "listAt" timestamptz)) as x),
      known as materialized (
        select s.id, s.event_id, s.verdict from app_public.scans s where s.id = any (array(select x."scanId" from entry x))),
      ticket as materialized (
        select t.id, t.cancelled_at, t.version
        from (select distinct x."ticketId" as id from entry x) as shown
        cross join lateral (
          select t.id, t.cancelled_at, t.version from app_public.tickets t
          where t.id = shown.id and t.org_id = event.org_id and t.event_id = event.id offset 0) as t),
      used as materialized (
        select c.id, c.ticket_id, c.scan_id, c.is_offline, c.checked_in_at from app_public.check_ins c
        where c.org_id = event.org_id and c.ticket_id = any (array(select t.id from ticket t))
          and c.session_id is null and c.undone_at is null),
      fresh as materialized (
        select x.*, g.id as gate_id, case when x."deviceId" in (select unnest(device_ids)) then x."deviceId" end as device_id,
          t.id as ticket_id, t.cancelled_at < x.at or x.is_offline and t.cancelled_at is not null as was_cancelled, k.id is not null as was_refused,
          -- Who shows a ticket that was replaced meanwhile must not lock out who holds the new one.
          x.verdict = 'accepted' and t.id is not null and coalesce(x.version >= t.version, true) as is_admitted
        from entry x left join ticket t on t.id = x."ticketId" left join known k on k.id = x."scanId"
          left join app_public.gates g on g.event_id = event.id and g.id = x."gateId"
        where x.nth = 1 and (k.id is null
          -- Refused online, but the answer did not reach the phone, and it let them in.
          or k.event_id = event.id and k.verdict <> 'accepted' and x.is_offline and x.verdict = 'accepted')),
      -- Decided online, with knowledge, comes before offline: the first to be recorded. Offline the earliest,
      -- whatever comes first: so it is the same one in whichever order phones tell what they did.
      place as materialized (
        select a.scan_id, row_number() over (partition by a.ticket_id order by a.is_offline,
          case when a.is_offline then a.at end, case when a.is_offline then a.scan_id end, a.position) as nth
        from (
          select f.ticket_id, f."scanId" as scan_id, f.is_offline, f.at, f.position
          from fresh f where f.is_admitted and not f.is_undone
          union all
          select u.ticket_id, u.scan_id, u.is_offline, u.checked_in_at, 0 from used u) as a),
      decided as materialized (
        select f.*, u.id as used_id, u.scan_id as used_scan_id, coalesce(p.nth = 1, false) as counts,
          -- What the door decided cannot be taken back, people walked in. Where it disagrees with what
          -- is known here (used elsewhere, cancelled or replaced before), the scan is marked for staff to see.
          f.verdict = 'accepted' and not f.is_undone
            and (not f.is_admitted or p.nth > 1 or coalesce(f.was_cancelled, false)) as is_conflict
        from fresh f left join used u on u.ticket_id = f.ticket_id left join place p on p.scan_id = f."scanId"),
      recorded as (
        insert into app_public.scans
          (id, org_id, event_id, ticket_id, verdict, is_conflict, method, gate_id, device_id, scanned_at, is_offline, list_made_at)
        select d."scanId", event.org_id, event.id, d.ticket_id, d.verdict, d.is_conflict, d.method, d.gate_id, d.device_id,
          d.at, d.is_offline, d."listAt"
        from decided d where not d.was_refused),
      admitted as (
        insert into app_public.check_ins
          (org_id, event_id, ticket_id, scan_id, gate_id, device_id, checked_in_at, method, is_offline, undone_at, undone_by_device_id)
        select event.org_id, event.id, d.ticket_id, d."scanId", d.gate_id, d.device_id, d.at, d.method, d.is_offline,
          case when d.is_undone then d.at end, case when d.is_undone then d.device_id end
        from decided d where d.is_admitted and (d.is_undone or d.counts and d.used_id is null) order by d.position
        on conflict do nothing)
      select array_agg(case
          when k.id is not null and k.event_id <> event.id then 'foreign'
          when d."scanId" is null or x.nth > 1 then 'duplicate'
          when x.verdict = 'accepted' and not (d.counts or d.is_admitted and d.is_undone) then 'conflict'
          else 'recorded' end order by x.position),
        jsonb_agg(to_jsonb(d)) filter (where x.nth = 1 and (
           d.was_refused or d.counts and d.used_id is not null or d.is_conflict and not d.is_admitted and d.ticket_id is not null))
      into part, amended
      from entry x left join known k on k.id = x."scanId" left join decided d on d."scanId" = x."scanId";

      if amended is not null then
        update app_public.scans s set
          (ticket_id, verdict, is_conflict, method, gate_id, device_id, scanned_at, is_offline, list_made_at) = (
            select d.ticket_id, d.verdict, d.is_conflict, d.method, d.gate_id, d.device_id, d.at, d.is_offline, d."listAt"
            from jsonb_to_recordset(amended) as d ("scanId" uuid, ticket_id uuid, verdict app_public.scan_verdict,
              is_conflict boolean, method app_public.check_in_method, gate_id uuid, device_id uuid, at timestamptz,
              is_offline boolean, "listAt" timestamptz)
            where d."scanId" = s.id)
        where s.id = any (array(
          select (d ->> 'scanId')::uuid from jsonb_array_elements(amended) d where (d ->> 'was_refused')::boolean));
        -- In the place of whoever counted so far.
        update app_public.scans s set is_conflict = true
        where s.id = any (array(
          select (d ->> 'used_scan_id')::uuid from jsonb_array_elements(amended) d where (d ->> 'counts')::boolean));
        update app_public.check_ins c set
          (scan_id, gate_id, device_id, checked_in_at, method, is_offline) = (
            select d."scanId", d.gate_id, d.device_id, d.at, d.method, d.is_offline
            from jsonb_to_recordset(amended) as d ("scanId" uuid, used_id uuid, counts boolean, gate_id uuid, device_id uuid,
              at timestamptz, method app_public.check_in_method, is_offline boolean)
            where d.used_id = c.id and d.counts)
        where c.id = any (array(
          select (d ->> 'used_id')::uuid from jsonb_array_elements(amended) d where (d ->> 'counts')::boolean));
        -- The door hears of it as of any change of a ticket: who counts now, or that who was let in does not.
        update app_public.tickets t set updated_at = now()
        where t.id = any (array(
          select (d ->> 'ticket_id')::uuid from jsonb_array_elements(amended) d
          where (d ->> 'counts')::boolean or not (d ->> 'is_admitted')::boolean));
      end if;
    elsif run.kind = 'undo' then
      with entry as materialized (
        select e.position, x.*, row_number() over (partition by x."scanId" order by e.position) as nth
        from jsonb_array_elements(run.entries) with ordinality as e (value, position),
          jsonb_to_record(e.value) as x ("scanId" uuid, "deviceId" uuid, at timestamptz)),
      -- Each looked up by itself: all at once, a plan from when nobody had come reads whoever came since.
      found as materialized (
        select x.*, (
            select c.id from app_public.check_ins c
            where c.scan_id = x."scanId" and c.org_id = event.org_id and c.event_id = event.id) as check_in_id
        from entry x),
      undone as (
        update app_public.check_ins c set (undone_at, undone_by_device_id) = (
            select f.at, case when f."deviceId" = any (device_ids) then f."deviceId" end
            from found f where f.check_in_id = c.id and f.nth = 1)
        where c.id = any (array(select f.check_in_id from found f))
          -- The form keeps away the index of all that are not undone.
          and coalesce(c.undone_at, 'infinity') = 'infinity'
        returning c.id)
      select array_agg(case
          when f.nth = 1 and f.check_in_id in (select u.id from undone u) then 'undone'
          when f.check_in_id is not null then 'duplicate'
          else 'nothing_to_undo' end order by f.position) into part
      from found f;
    else
      raise exception 'An entry is neither a scan nor an undo: %.', run.kind using errcode = 'FY008';
    end if;
    outcomes := outcomes || part;
  end loop;

  -- To ten seconds: people read it, and a busy phone would leave a dead row with every batch.
  update app_public.devices d set last_seen_at = seen.at
  from (
    select (e ->> 'deviceId')::uuid as device_id, max((e ->> 'at')::timestamptz) as at
    from jsonb_array_elements(entries) e group by 1) as seen
  where d.id = any (device_ids) and d.id = seen.device_id
    and (d.last_seen_at is null or d.last_seen_at < seen.at - interval '10 seconds');
  return outcomes;
end
$$;
comment on function app_private.record_check_ins(uuid, jsonb) is
  'Writes what the door decided, in its order, each scan id once. An online admission of a ticket counts before offline ones, of those the earliest: recorded, conflict, duplicate, undone, nothing_to_undo, or foreign (another event has that scan id).';
grant execute on function app_private.record_check_ins(uuid, jsonb) to foyer_checkin;

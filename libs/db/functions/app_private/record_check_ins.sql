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
begin
  select * into event from app_public.events e where e.id = record_check_ins.event_id;
  if event.id is null then
    raise exception 'There is no such event.' using errcode = 'FY006';
  end if;
  -- One writer per event at a time: an undo must find its scan, and two acceptances must see each other.
  perform pg_advisory_xact_lock(hashtextextended('foyer:check-ins:' || event.id, 0));
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
        select e.position, x.*, row_number() over (partition by x."scanId" order by e.position) as nth
        from jsonb_array_elements(run.entries) with ordinality as e (value, position),
          jsonb_to_record(e.value) as x ("scanId" uuid, "ticketId" uuid, verdict app_public.scan_verdict,
            method app_public.check_in_method, "gateId" uuid, "deviceId" uuid, at timestamptz, version int)),
      known as materialized (
        select s.id, s.event_id from app_public.scans s where s.id = any (array(select x."scanId" from entry x))),
      ticket as materialized (
        select t.id, t.cancelled_at, t.version
        from (select distinct x."ticketId" as id from entry x) as shown
        cross join lateral (
          select t.id, t.cancelled_at, t.version from app_public.tickets t
          where t.id = shown.id and t.org_id = event.org_id and t.event_id = event.id offset 0) as t),
      used as materialized (
        select c.ticket_id from app_public.check_ins c
        where c.org_id = event.org_id and c.ticket_id = any (array(select t.id from ticket t))
          and c.session_id is null and c.undone_at is null),
      fresh as materialized (
        select x.*, g.id as gate_id, case when x."deviceId" in (select unnest(device_ids)) then x."deviceId" end as device_id,
          t.id as ticket_id, x.verdict = 'accepted' and t.id is not null as is_admitted,
          t.cancelled_at < x.at as was_cancelled, x.version < t.version as was_replaced,
          u.ticket_id is not null or row_number() over (partition by t.id, x.verdict order by x.position) > 1 as was_used
        from entry x left join ticket t on t.id = x."ticketId" left join used u on u.ticket_id = t.id
          left join app_public.gates g on g.event_id = event.id and g.id = x."gateId"
        where x.nth = 1 and not exists (select from known k where k.id = x."scanId")),
      -- What the door decided cannot be taken back, people walked in. Where it disagrees with what
      -- is known here (used elsewhere, cancelled before, or somebody else's by now), the scan is marked for staff to see.
      recorded as (
        insert into app_public.scans
          (id, org_id, event_id, ticket_id, verdict, is_conflict, method, gate_id, device_id, scanned_at)
        select f."scanId", event.org_id, event.id, f.ticket_id, f.verdict,
          f.verdict = 'accepted' and (not f.is_admitted or f.was_used or coalesce(f.was_cancelled, false) or coalesce(f.was_replaced, false)), f.method,
          f.gate_id, f.device_id, f.at
        from fresh f),
      admitted as (
        insert into app_public.check_ins
          (org_id, event_id, ticket_id, scan_id, gate_id, device_id, checked_in_at, method)
        select event.org_id, event.id, f.ticket_id, f."scanId", f.gate_id, f.device_id, f.at, f.method
        from fresh f where f.is_admitted order by f.position
        on conflict do nothing
        returning scan_id)
      select array_agg(case
          when k.id is not null and k.event_id <> event.id then 'foreign'
          when k.id is not null or x.nth > 1 then 'duplicate'
          when x.verdict = 'accepted' and x."scanId" not in (select a.scan_id from admitted a) then 'conflict'
          else 'recorded' end order by x.position) into part
      from entry x left join known k on k.id = x."scanId";
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
  'Writes what the door decided, in its order, each scan id once: recorded, conflict, duplicate, undone, nothing_to_undo, or foreign (another event has that scan id).';
grant execute on function app_private.record_check_ins(uuid, jsonb) to foyer_checkin;

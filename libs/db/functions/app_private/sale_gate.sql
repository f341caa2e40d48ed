create or replace function app_private.sale_gate(event_id uuid)
returns table (org_id uuid, is_open boolean, mode app_public.waiting_room_mode, proof_of_work app_public.proof_of_work_mode,
  requires_account boolean, admit_per_minute int, admission_minutes int, opens_at timestamptz, closes_at timestamptz,
  opened_at timestamptz, last_number bigint, admitted_through bigint, demand_per_second double precision, signing_key bytea)
language plpgsql stable security definer set search_path = pg_catalog
as $$
#variable_conflict use_column
begin
  -- Asked once per batch of orders: plpgsql keeps its plan.
  return query select e.org_id,
    case coalesce(r.mode, 'auto')
      when 'off' then false
      when 'always' then true
      else l.opened_at is not null
        or coalesce(r.opens_at <= clock_timestamp() and (r.closes_at > clock_timestamp() or r.closes_at is null), false)
    end,
    coalesce(r.mode, 'auto'), coalesce(r.proof_of_work, 'auto'), coalesce(r.requires_account, false),
    coalesce(r.admit_per_minute, 3000), coalesce(r.admission_minutes, 10),
    -- A schedule counts in mode auto only; otherwise it announces what will not be.
    case when r.mode = 'auto' then r.opens_at end, case when r.mode = 'auto' then r.closes_at end,
    l.opened_at, coalesce(l.last_number, 0), coalesce(l.admitted_through, 0),
    -- What was measured fades while nobody comes.
    coalesce(l.demand_per_second * exp(-least(extract(epoch from clock_timestamp() - l.demand_at), 600) / 10), 0),
    l.signing_key
  from app_public.events e
  left join app_public.waiting_rooms r on r.org_id = e.org_id and r.event_id = e.id
  left join app_private.waiting_lines l on l.event_id = e.id
  where e.id = sale_gate.event_id;
end
$$;
comment on function app_private.sale_gate(uuid) is
  'The waiting room of an event as it is now: settings or their defaults, and the line. No row: no such event.';

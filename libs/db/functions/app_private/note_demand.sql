create or replace function app_private.note_demand(arrivals jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  arrival record; gate record; states jsonb := '[]'; bits int;
begin
  perform set_config('lock_timeout', '1s', true);
  for arrival in
    select a."eventId" as event_id, a.count from jsonb_to_recordset(arrivals) as a("eventId" uuid, count int) order by 1
  loop
    select * into gate from app_private.sale_gate(arrival.event_id);
    continue when gate.org_id is null;
    -- A quiet event leaves no trace; one that people run for is measured.
    if arrival.count >= 5 or gate.demand_per_second > 0.1 then
      -- A line that stays locked keeps nobody waiting at other events; its own goes by what it was.
      begin
        insert into app_private.waiting_lines as l (event_id, org_id, demand_per_second)
        values (arrival.event_id, gate.org_id, arrival.count / 10.0)
        on conflict (event_id) do update
          -- From the row as it is now: another process may have told of its crowd meanwhile. It fades as in sale_gate.
          set demand_per_second = arrival.count / 10.0
              + l.demand_per_second * exp(-least(extract(epoch from clock_timestamp() - l.demand_at), 600) / 10),
            demand_at = clock_timestamp()
        returning l.demand_per_second into gate.demand_per_second;
        if not gate.is_open and gate.mode = 'auto' and gate.demand_per_second > gate.admit_per_minute / 60.0 then
          update app_private.waiting_lines l
          set opened_at = clock_timestamp(), advanced_at = clock_timestamp()
          where l.event_id = arrival.event_id and l.opened_at is null;
          gate.is_open := true;
        end if;
      exception when lock_not_available then
        null;
      end;
    end if;
    bits := case
      when gate.proof_of_work = 'off' then 0
      when gate.demand_per_second > gate.admit_per_minute / 60.0
        then least(20, 15 + floor(log(2, (gate.demand_per_second * 60.0 / gate.admit_per_minute)::numeric))::int)
      when gate.proof_of_work = 'always' then 14
      else 0
    end;
    states := states || jsonb_build_object('eventId', arrival.event_id, 'isOpen', gate.is_open, 'proofBits', bits);
  end loop;
  return states;
end
$$;
comment on function app_private.note_demand(jsonb) is
  'How many people wanted to order since a process told last: [{eventId, count}]. Opens waiting rooms (mode auto) when more
come than are admitted. Returns [{eventId, isOpen, proofBits}]: what to ask of the next ones, in leading zero bits.';
grant execute on function app_private.note_demand(jsonb) to foyer_authenticator;

create or replace function app_private.advance_waiting_rooms() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  its_event uuid; line app_private.waiting_lines; gate record; stock app_public.sale_stock; states jsonb := '[]';
  elapsed double precision; most double precision; due bigint; waiting bigint; was_open boolean; moment timestamptz;
begin
  -- Time decides how far a line moves, so it does not matter who asks or how often; one after the other, so that
  -- nobody takes another who asks for somebody who holds a line.
  perform pg_advisory_xact_lock(hashtextextended('advance_waiting_rooms', 0));
  perform set_config('lock_timeout', '250ms', true);
  for its_event in
    select l.event_id from app_private.waiting_lines l
    where (l.opened_at is not null or l.admitted_through < l.last_number
        or exists (select from app_public.waiting_rooms r where r.org_id = l.org_id and r.event_id = l.event_id and r.mode <> 'off'
          and (r.mode = 'always' or r.opens_at <= clock_timestamp() and (r.closes_at is null or r.closes_at > clock_timestamp() - interval '1 minute'))))
      -- An hour after its event a line rests: whoever waited has been told that it is over, and whoever connects later is.
      and exists (select from app_public.events e where e.id = l.event_id and e.ends_at > clock_timestamp() - interval '1 hour')
    order by 1
  loop
    -- It waits for those who are joining at the moment: skipped, a line that many join would stand still. One that
    -- stays locked keeps nobody waiting in the others.
    begin
      select * into line from app_private.waiting_lines l where l.event_id = its_event for update;
      continue when not found;
    exception when lock_not_available then
      states := states || jsonb_build_object('eventId', its_event, 'isStuck', true);
      continue;
    end;
    moment := clock_timestamp();
    select * into gate from app_private.sale_gate(line.event_id);
    stock := app_private.sale_stock(line.event_id);
    waiting := line.last_number - line.admitted_through;
    -- After a pause (all processes were down) nobody floods in: at most five seconds' worth at once, or one person.
    most := greatest(5, 60.0 / gate.admit_per_minute);
    elapsed := least(extract(epoch from moment - line.advanced_at), most);
    due := case when stock = 'on_sale' then floor(elapsed * gate.admit_per_minute / 60.0)::bigint else 0 end;
    was_open := line.opened_at is not null;
    if stock <> 'on_sale' or due >= waiting or elapsed >= most then
      line.advanced_at := moment;
    elsif due > 0 then
      line.advanced_at := line.advanced_at + make_interval(secs => due * 60.0 / gate.admit_per_minute);
    end if;
    line.admitted_through := line.admitted_through + least(due, waiting);
    -- Demand opened it; when all are in and few come, it closes.
    if was_open and line.admitted_through = line.last_number and line.opened_at < moment - interval '30 seconds'
      and gate.demand_per_second < gate.admit_per_minute / 120.0
    then
      line.opened_at := null;
    end if;
    update app_private.waiting_lines l
    set admitted_through = line.admitted_through, advanced_at = line.advanced_at, opened_at = line.opened_at
    where l.event_id = line.event_id;
    states := states || app_private.waiting_room_state(line.event_id);
  end loop;
  return states;
end
$$;
comment on function app_private.advance_waiting_rooms() is
  'Admits whose turn has come, in every line whose event is not over for an hour, as many a minute as the room says and only while something is on sale;
closes rooms that demand opened and nobody needs. Returns the states to tell, see waiting_room_state, and
{eventId, isStuck} of a line that somebody holds locked. Run every second.';
grant execute on function app_private.advance_waiting_rooms() to foyer_authenticator;

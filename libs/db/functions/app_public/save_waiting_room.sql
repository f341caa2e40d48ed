create or replace function app_public.save_waiting_room(
  event_id uuid, mode app_public.waiting_room_mode, opens_at timestamptz, closes_at timestamptz, admit_per_minute int,
  admission_minutes int, requires_account boolean, proof_of_work app_public.proof_of_work_mode
) returns app_public.waiting_rooms
language plpgsql volatile security definer set search_path = pg_catalog
as $$
#variable_conflict use_column
declare
  event app_public.events; room app_public.waiting_rooms;
begin
  select * into event from app_public.events e where e.id = save_waiting_room.event_id;
  perform app_hidden.require_org_role(event.org_id, 'admin');
  begin
    insert into app_public.waiting_rooms as r
      (event_id, org_id, mode, opens_at, closes_at, admit_per_minute, admission_minutes, requires_account, proof_of_work)
    values (event.id, event.org_id, coalesce(save_waiting_room.mode, 'auto'), save_waiting_room.opens_at, save_waiting_room.closes_at,
      coalesce(save_waiting_room.admit_per_minute, 3000), coalesce(save_waiting_room.admission_minutes, 10),
      coalesce(save_waiting_room.requires_account, false), coalesce(save_waiting_room.proof_of_work, 'auto'))
    on conflict (org_id, event_id) do update set mode = excluded.mode, opens_at = excluded.opens_at, closes_at = excluded.closes_at,
      admit_per_minute = excluded.admit_per_minute, admission_minutes = excluded.admission_minutes,
      requires_account = excluded.requires_account, proof_of_work = excluded.proof_of_work
    returning * into room;
  exception when check_violation then
    raise exception 'These settings of the waiting room are not valid.' using errcode = 'FY008',
      hint = 'It closes after it opens, admits 1 to 600,000 people a minute and gives each 2 to 60 minutes.';
  end;
  -- A line has a key to sign with from the start. One that demand opened does not outlive being switched off.
  insert into app_private.waiting_lines as l (event_id, org_id) values (event.id, event.org_id)
  on conflict (event_id) do update set opened_at = case when room.mode = 'auto' then l.opened_at end;
  return room;
end
$$;
comment on function app_public.save_waiting_room(uuid, app_public.waiting_room_mode, timestamptz, timestamptz, int, int, boolean,
  app_public.proof_of_work_mode) is 'How an event meets more people than it can serve at once. Times in UTC; rates per minute.';
grant execute on function app_public.save_waiting_room(uuid, app_public.waiting_room_mode, timestamptz, timestamptz, int, int, boolean,
  app_public.proof_of_work_mode) to foyer_user;

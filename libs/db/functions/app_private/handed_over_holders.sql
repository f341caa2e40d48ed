create or replace function app_private.handed_over_holders(registration_id uuid) returns table (ticket_id uuid, name text, email text)
language sql stable security definer set search_path = pg_catalog set enable_seqscan = off
as $$
  select t.id, t.attendee_name, t.attendee_email from app_public.tickets t
  join app_public.events e on e.id = t.event_id
  where t.registration_id = handed_over_holders.registration_id and t.handed_over_at is not null
    -- One that was cancelled by itself is nobody's.
    and (t.cancelled_at is null or t.cancelled_at >= e.cancelled_at)
  order by t.id
$$;
comment on function app_private.handed_over_holders(uuid) is 'Who was given tickets of this registration: they hear what its buyer hears.';
grant execute on function app_private.handed_over_holders(uuid) to foyer_worker;

create or replace function app_private.confirm_registration(registration_id uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  registration app_public.registrations;
  event app_public.events;
begin
  select * into strict registration from app_public.registrations
  where id = confirm_registration.registration_id for update;
  if registration.status not in ('pending', 'expired') then
    raise exception 'This registration is %, it cannot be confirmed.', registration.status using errcode = 'FY010';
  end if;
  if (select coalesce(sum(quantity), 0) from app_public.registration_items i where i.registration_id = registration.id)
    <> jsonb_array_length(registration.attendee_info)
  then
    raise exception 'Some attendees are missing.' using errcode = 'FY018', hint = 'Enter a name for each ticket.';
  end if;

  -- A cancellation looks for what is held or sold, not for what ran out: that waits here until it is decided.
  if registration.status = 'expired' then
    perform id from app_public.events e where e.id = registration.event_id for share;
  end if;
  perform app_private.lock_quotas_of(array[registration.id]);

  select * into strict event from app_public.events e where e.id = registration.event_id;
  if event.status = 'cancelled' or (registration.status = 'expired' and event.ends_at <= clock_timestamp()) then
    return false;
  end if;

  -- Who ran out of time may have ordered again: what they may have counts once.
  if registration.status = 'expired' and event.max_tickets_per_person < (
    select greatest(
      sum(i.quantity - i.cancelled_quantity) filter (where mine.id = registration.id or mine.user_id = registration.user_id),
      sum(i.quantity - i.cancelled_quantity) filter (where mine.id = registration.id or mine.buyer_email = registration.buyer_email))
    from app_public.registrations mine
    join app_public.registration_items i on i.registration_id = mine.id
    -- "is not distinct from" keeps this on the person's indexes, away from the event's.
    where mine.event_id is not distinct from event.id
      and (mine.id = registration.id
        or mine.user_id = registration.user_id and mine.status in ('pending', 'confirmed')
        or mine.buyer_email = registration.buyer_email and mine.status in ('pending', 'confirmed')))
  then
    return false;
  end if;

  -- After expiry the tickets went back; take them again only if all are still there.
  if registration.status = 'expired' and exists (
    select from app_public.quotas q
    join (
      select tq.quota_id, sum(i.quantity) as quantity
      from app_public.registration_items i
      join app_public.ticket_type_quotas tq using (org_id, event_id, ticket_type_id)
      where i.registration_id = registration.id
      group by tq.quota_id) as need on need.quota_id = q.id
    where q.capacity - q.held_count - q.sold_count < need.quantity)
  then
    return false;
  end if;

  if registration.status = 'expired' then
    update app_public.quotas q set held_count = held_count + need.quantity
    from (
      select tq.quota_id, sum(i.quantity)::int as quantity
      from app_public.registration_items i
      join app_public.ticket_type_quotas tq using (org_id, event_id, ticket_type_id)
      where i.registration_id = registration.id
      group by tq.quota_id) as need
    where q.id = need.quota_id;
  end if;
  perform app_private.issue_tickets(array[registration.id]);
  return true;
end
$$;
comment on function app_private.confirm_registration(uuid) is
  'Issues the tickets of a pending registration, or of an expired one if its tickets are still to be had and its buyer may have them. False if not, or if the event was called off.';

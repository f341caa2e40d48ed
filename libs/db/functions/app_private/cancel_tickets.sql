create or replace function app_private.cancel_tickets(
  registration_id uuid, ticket_ids uuid[], refund_minor bigint, is_exact boolean, message text
) returns app_public.registrations
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  registration app_public.registrations;
  cancelled uuid[];
  refunded bigint;
begin
  -- The caller may cancel these, and has locked the order (lock_order).
  select * into strict registration from app_public.registrations r where r.id = cancel_tickets.registration_id;
  if exists (
    select from unnest(ticket_ids) as given(id)
    where not exists (select from app_public.tickets t where t.id = given.id and t.registration_id = registration.id))
  then
    raise exception 'There is no such ticket in this order.' using errcode = 'FY006', hint = 'Reload the page.';
  end if;
  if exists (
    select from app_public.check_ins c
    where c.org_id = registration.org_id and c.ticket_id = any (ticket_ids) and c.session_id is null and c.undone_at is null)
  then
    raise exception 'Somebody was admitted with this ticket already.' using errcode = 'FY030',
      hint = 'Undo the check-in first; money can be refunded without that.';
  end if;

  -- All gone already: asked twice. Some gone: what is asked for, and its money, is not what is there any more.
  if (select count(distinct t.status) from app_public.tickets t where t.id = any (ticket_ids)) > 1 then
    raise exception 'One of these tickets was cancelled meanwhile.' using errcode = 'FY010', hint = 'Reload the page, and choose again.';
  end if;

  perform id from app_public.payments p where p.registration_id = registration.id order by id for update;
  perform app_private.lock_quotas_of(array[registration.id]);
  with gone as (
    update app_public.tickets t set status = 'cancelled', cancelled_at = clock_timestamp()
    where t.registration_id = registration.id and t.id = any (ticket_ids) and t.status = 'valid'
    returning t.id, t.ticket_type_id),
  counted as (
    select ticket_type_id, count(*)::int as quantity from gone group by 1),
  items as (
    update app_public.registration_items i set cancelled_quantity = i.cancelled_quantity + c.quantity
    from counted c where i.registration_id = registration.id and i.ticket_type_id = c.ticket_type_id),
  quotas as (
    update app_public.quotas q set sold_count = q.sold_count - back.quantity
    from (
      select tq.quota_id, sum(c.quantity)::int as quantity
      from counted c join app_public.ticket_type_quotas tq on tq.org_id = registration.org_id
        and tq.event_id = registration.event_id and tq.ticket_type_id = c.ticket_type_id
      group by 1) as back
    where q.id = back.quota_id)
  select array_agg(id) into cancelled from gone;
  if cancelled is null then
    return registration;
  end if;

  if not exists (select from app_public.tickets t where t.registration_id = registration.id and t.status = 'valid') then
    update app_public.registrations r set status = 'cancelled', cancelled_at = clock_timestamp()
    where r.id = registration.id returning * into registration;
  end if;
  refunded := app_private.give_back(registration.id, refund_minor, null, false, is_exact);
  perform app_private.enqueue('tickets.cancelled', registration.org_id, jsonb_build_object(
    'registrationId', registration.id, 'ticketIds', cancelled, 'refundMinor', refunded,
    'message', nullif(trim(message), '')));
  return registration;
end
$$;
comment on function app_private.cancel_tickets(uuid, uuid[], bigint, boolean, text) is
  'Some tickets of an order, or all, stop admitting and go back on sale; so much money goes back, or if it need not be exact what is left of it; the buyer is told. With its last ticket the order is cancelled.';

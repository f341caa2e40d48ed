create or replace function app_public.cancel_my_tickets(registration_id uuid, ticket_ids uuid[]) returns app_public.registrations
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  registration app_public.registrations;
begin
  -- Instead of RLS: the caller's own registration, or the one whose link they hold.
  if not exists (
    select from app_public.registrations r
    where r.id = cancel_my_tickets.registration_id
      and (r.user_id = app_hidden.current_user_id() or r.id = app_hidden.current_registration_id()))
  then
    raise exception 'There is no such registration.' using errcode = 'FY006', hint = 'Check the link you were given.';
  end if;
  perform app_private.lock_order(cancel_my_tickets.registration_id);
  select * into strict registration from app_public.registrations r where r.id = cancel_my_tickets.registration_id;
  if registration.cancellable_until is null or registration.cancellable_until <= clock_timestamp() then
    raise exception 'These tickets can only be cancelled by the organizer.' using errcode = 'FY010',
      hint = case when registration.cancellable_until is null then 'Write to the organizer.'
        else 'The time to cancel them yourself is over. Write to the organizer.' end;
  end if;
  if exists (select from app_public.tickets t where t.id = any (ticket_ids) and t.handed_over_at is not null) then
    raise exception 'This ticket belongs to somebody else already.' using errcode = 'FY032', hint = 'The organizer can cancel it.';
  end if;
  return app_private.cancel_tickets(registration.id, ticket_ids, (
    select coalesce(sum(round(i.unit_price_minor * registration.cancellation_refund_percent / 100.0)), 0)::bigint
    from app_public.tickets t
    join app_public.registration_items i on i.registration_id = t.registration_id and i.ticket_type_id = t.ticket_type_id
    where t.registration_id = registration.id and t.id = any (ticket_ids) and t.status = 'valid'), false, null);
end
$$;
comment on function app_public.cancel_my_tickets(uuid, uuid[]) is
  'Cancels tickets for their buyer, while the terms allow it under which they were bought: cancellable_until, and cancellation_refund_percent of each price goes back.';
grant execute on function app_public.cancel_my_tickets(uuid, uuid[]) to foyer_anonymous, foyer_user;

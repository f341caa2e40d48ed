create or replace function app_private.issue_tickets(registration_ids uuid[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog
as $$
begin
  -- Whoever calls this has locked the registrations, found them pending with all their attendees, and
  -- locked their quotas. Many at once take little longer than one: triggers and the audit log work by statement.
  update app_public.quotas q
  set sold_count = sold_count + need.quantity, held_count = held_count - need.quantity
  from (
    select tq.quota_id, sum(i.quantity)::int as quantity
    from app_public.registration_items i
    join app_public.ticket_type_quotas tq using (org_id, event_id, ticket_type_id)
    where i.registration_id = any (registration_ids)
    group by tq.quota_id) as need
  where q.id = need.quota_id;

  with issued as (
    insert into app_public.tickets
      (org_id, event_id, registration_id, ticket_type_id, attendee_name, attendee_email)
    select r.org_id, r.event_id, r.id, (a ->> 'ticketTypeId')::uuid, a ->> 'name', a ->> 'email'
    from app_public.registrations r
    cross join jsonb_array_elements(r.attendee_info) with ordinality as t (a, ord)
    where r.id = any (registration_ids)
    order by r.id, ord
    returning id)
  insert into app_private.ticket_secrets (ticket_id) select id from issued;

  update app_public.registrations r
  set status = 'confirmed', confirmed_at = clock_timestamp(), expired_at = null,
    (cancellable_until, cancellation_refund_percent) = (
      select e.cancellable_until, e.cancellation_refund_percent from app_public.events e where e.id = r.event_id),
    -- A verified account with the buyer's address is the buyer's account.
    user_id = coalesce(r.user_id, (
      select u.id from app_public.users u where u.email = r.buyer_email and u.email_verified_at is not null))
  where r.id = any (registration_ids);

  insert into app_private.outbox (topic, org_id, payload)
  select 'registration.confirmed', r.org_id, jsonb_build_object('registrationId', r.id)
  from app_public.registrations r where r.id = any (registration_ids);
end
$$;
comment on function app_private.issue_tickets(uuid[]) is
  'Makes confirmed registrations of held ones: tickets with their secrets, counters, and what the buyers are told.';

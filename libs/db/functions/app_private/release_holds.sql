create or replace function app_private.release_holds(
  registration_ids uuid[], to_status app_public.registration_status
) returns int
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  released uuid[];
begin
  -- The caller has locked these registrations; only pending ones hold anything, so a hold returns once.
  perform app_private.lock_quotas_of(registration_ids);

  with changed as (
    update app_public.registrations
    set status = to_status,
      expired_at = case when to_status = 'expired' then clock_timestamp() end,
      cancelled_at = case when to_status = 'cancelled' then clock_timestamp() end
    where id = any (registration_ids) and status = 'pending'
    returning id)
  select coalesce(array_agg(id), '{}') into released from changed;

  update app_public.quotas q
  set held_count = held_count - back.quantity
  from (
    select tq.quota_id, sum(i.quantity)::int as quantity
    from app_public.registration_items i
    join app_public.ticket_type_quotas tq using (org_id, event_id, ticket_type_id)
    where i.registration_id = any (released)
    group by tq.quota_id) as back
  where q.id = back.quota_id;

  insert into app_private.outbox (topic, org_id, payload)
  select 'registration.' || to_status, org_id, jsonb_build_object('registrationId', id)
  from app_public.registrations where id = any (released);

  -- An open payment page must not take money for tickets that are gone.
  insert into app_private.outbox (topic, org_id, payload)
  select 'payment.abandoned', org_id, jsonb_build_object('paymentId', id)
  from app_public.payments
  where registration_id = any (released) and status in ('created', 'pending');

  return cardinality(released);
end
$$;
comment on function app_private.release_holds(uuid[], app_public.registration_status) is
  'Returns what pending registrations hold to the quotas and ends them as expired or cancelled; says how many.';

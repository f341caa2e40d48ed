create or replace function app_private.refunded_with_event(registration_id uuid) returns bigint
language sql stable security definer set search_path = pg_catalog
as $$
  -- No more than was paid: beside one that somebody made at the provider ours is refused in a moment.
  select least(coalesce(sum(r.amount_minor), 0), (
    select sum(p.amount_minor) from app_public.payments p
    where p.registration_id = refunded_with_event.registration_id and p.status = 'succeeded'))::bigint
  from app_public.refunds r
  where r.registration_id = refunded_with_event.registration_id and r.reason = 'event_cancelled' and r.status <> 'failed'
$$;
comment on function app_private.refunded_with_event(uuid) is
  'What goes back for an order because its event was called off, in the order''s minor units: what was refunded before is not in it.';
grant execute on function app_private.refunded_with_event(uuid) to foyer_worker;

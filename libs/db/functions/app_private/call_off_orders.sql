create or replace function app_private.call_off_orders(event_id uuid, most int) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog
-- Its tables grow meanwhile: a plan from when they were empty would read them whole for every order.
set enable_seqscan = off set jit = off
as $$
declare
  event app_public.events;
  orders uuid[];
  pending uuid[];
  confirmed uuid[];
  is_last boolean;
  begun constant timestamptz := clock_timestamp();
begin
  perform app_private.lock_check_ins(call_off_orders.event_id);
  select * into strict event from app_public.events e
  where e.id = call_off_orders.event_id and e.status = 'cancelled';

  -- The orders are locked first, then their payments, then what they draw from, which is the type where it draws from
  -- no quota: the order all other functions keep. Who held any of it meanwhile may have ordered; where that order is
  -- being paid already, it wants our quotas and goes first.
  loop
    begin
      orders := app_private.orders_to_call_off(event.id, most);
      perform id from app_public.registrations r where r.id = any (orders) order by id for update;
      is_last := not exists (
        select from app_public.registrations r
        where r.event_id = event.id and r.status in ('pending', 'confirmed') and r.id <> all (orders));
      perform id from app_public.payments p
      where p.org_id = event.org_id and p.event_id = event.id and p.status = 'succeeded'
        and (is_last or p.registration_id = any (orders)) order by id for update;
      perform id from app_public.ticket_types t where t.event_id = event.id order by id for no key update;
      perform id from app_public.quotas q where q.event_id = event.id order by id for update;
      orders := app_private.orders_to_call_off(event.id, most);
      perform id from app_public.registrations r where r.id = any (orders) order by id for update nowait;
      exit;
    exception when lock_not_available then
      if clock_timestamp() > begun + interval '5 seconds' then
        raise;
      end if;
    end;
  end loop;
  select array_agg(id) filter (where status = 'pending'), array_agg(id) filter (where status = 'confirmed')
  into pending, confirmed from app_public.registrations r where r.id = any (orders);
  perform app_private.release_holds(coalesce(pending, '{}'), 'cancelled');

  update app_public.registrations r set status = 'cancelled', cancelled_at = clock_timestamp() where r.id = any (confirmed);
  with gone as (
    update app_public.tickets t set status = 'cancelled', cancelled_at = clock_timestamp()
    where t.registration_id = any (confirmed) and t.status = 'valid'
    returning t.ticket_type_id)
  update app_public.quotas q set sold_count = sold_count - back.quantity
  from (
    select tq.quota_id, count(*)::int as quantity
    from gone join app_public.ticket_type_quotas tq on tq.org_id = event.org_id and tq.event_id = event.id
      and tq.ticket_type_id = gone.ticket_type_id
    group by 1) as back
  where q.id = back.quota_id;

  -- With the last of them also what came too late, or twice, for orders that had ended before.
  with queued as (
    insert into app_public.refunds (org_id, payment_id, registration_id, amount_minor, currency, reason)
    select p.org_id, p.id, p.registration_id, p.amount_minor - coalesce(r.refunded, 0), p.currency, 'event_cancelled'
    from app_public.payments p
    join app_public.registrations o on o.id = p.registration_id
    left join lateral (
      select sum(f.amount_minor) filter (where f.status <> 'failed')::bigint as refunded,
        bool_or(f.reason = 'event_cancelled') as was_queued
      from app_public.refunds f
      where f.org_id = p.org_id and f.payment_id = p.id) as r on true
    where p.org_id = event.org_id and p.event_id = event.id and p.status = 'succeeded'
      and (is_last or p.registration_id = any (orders))
      and p.amount_minor > coalesce(r.refunded, 0)
      -- One of these that failed is the organizer's to repeat.
      and r.was_queued is not true
      -- Who had cancelled before has got what was theirs.
      and not (o.confirmed_at is not null and o.cancelled_at < event.cancelled_at)
    returning id, org_id)
  insert into app_private.outbox (topic, org_id, payload)
  select 'refund.queued', org_id, jsonb_build_object('refundId', id) from queued;

  return exists (
    select from app_public.registrations r where r.event_id = event.id and r.status in ('pending', 'confirmed'));
end
$$;
comment on function app_private.call_off_orders(uuid, int) is
  'Ends the next orders of an event that is called off, about so many tickets: these stop admitting, all money goes back. Says whether some are left.';
grant execute on function app_private.call_off_orders(uuid, int) to foyer_worker;

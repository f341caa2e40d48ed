create or replace function app_public.cancel_event(event_id uuid, reason text) returns app_public.events
language plpgsql volatile security definer set search_path = pg_catalog
-- Its refunds are written while it looks for them: planned for the few there were, each order would read all of them.
set enable_seqscan = off set jit = off
as $$
declare
  event app_public.events;
  pending uuid[];
  confirmed uuid[];
  begun constant timestamptz := clock_timestamp();
begin
  select * into event from app_public.events e where e.id = cancel_event.event_id;
  perform app_hidden.require_org_role(event.org_id, 'admin');
  perform app_private.lock_check_ins(event.id);
  -- No stronger: buyers hold a quota while they insert rows that refer to the event, and we want their quota next.
  select * into event from app_public.events e where e.id = event.id for no key update;
  if event.status = 'cancelled' then
    return event;
  end if;
  update app_public.events e
  set status = 'cancelled', cancelled_at = clock_timestamp(), cancellation_reason = nullif(trim(reason), '')
  where e.id = event.id returning * into event;

  -- Everybody's registrations are locked first, then their payments, then what they draw from, which is the type where it
  -- draws from no quota: the order all other functions keep. Who held any of it meanwhile may have ordered; where that
  -- order is being paid already, it wants our quotas and goes first.
  loop
    begin
      perform id from app_public.registrations r
      where r.event_id = event.id and r.status in ('pending', 'confirmed') order by id for update;
      perform id from app_public.payments p
      where p.org_id = event.org_id and p.event_id = event.id and p.status = 'succeeded' order by id for update;
      perform id from app_public.ticket_types t where t.event_id = event.id order by id for no key update;
      perform id from app_public.quotas q where q.event_id = event.id order by id for update;
      perform id from app_public.registrations r
      where r.event_id = event.id and r.status in ('pending', 'confirmed') order by id for update nowait;
      exit;
    exception when lock_not_available then
      if clock_timestamp() > begun + interval '5 seconds' then
        raise;
      end if;
    end;
  end loop;
  select array_agg(id) filter (where status = 'pending'), array_agg(id) filter (where status = 'confirmed')
  into pending, confirmed from app_public.registrations r where r.event_id = event.id;
  perform app_private.release_holds(coalesce(pending, '{}'), 'cancelled');

  update app_public.registrations r set status = 'cancelled', cancelled_at = clock_timestamp() where r.id = any (confirmed);
  update app_public.tickets t set status = 'cancelled', cancelled_at = clock_timestamp()
  where t.event_id = event.id and t.status = 'valid';
  update app_public.quotas q set sold_count = 0 where q.event_id = event.id;

  -- All at once: queue_refund one after the other takes several times as long.
  with queued as (
    insert into app_public.refunds (org_id, payment_id, registration_id, amount_minor, currency, reason)
    select p.org_id, p.id, p.registration_id, p.amount_minor - coalesce(r.refunded, 0), p.currency, 'event_cancelled'
    from app_public.payments p
    join app_public.registrations o on o.id = p.registration_id
    left join lateral (
      select sum(f.amount_minor)::bigint as refunded from app_public.refunds f
      where f.org_id = p.org_id and f.payment_id = p.id and f.status <> 'failed') as r on true
    where p.org_id = event.org_id and p.event_id = event.id and p.status = 'succeeded'
      and p.amount_minor > coalesce(r.refunded, 0)
      -- Who had cancelled before has got what was theirs.
      and not (o.confirmed_at is not null and o.cancelled_at < event.cancelled_at)
    returning id, org_id)
  insert into app_private.outbox (topic, org_id, payload)
  select 'refund.queued', org_id, jsonb_build_object('refundId', id) from queued;
  perform app_private.enqueue('event.cancelled', event.org_id, jsonb_build_object('eventId', event.id));
  return event;
end
$$;
comment on function app_public.cancel_event(uuid, text) is
  'Calls an event off for good: tickets stop admitting, all money goes back, everybody is told, with the reason. All or nothing: it takes a second for some ten thousand tickets.';
grant execute on function app_public.cancel_event(uuid, text) to foyer_user;

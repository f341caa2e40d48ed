create or replace function app_private.record_payment_events(events jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog
-- Tables grow from nothing while this runs: one plan per connection, which looks up each row by its id.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
declare
  -- One element per event, in the order of arrival.
  providers text[]; states jsonb[]; payment_ids uuid[]; outcomes text[];
  fresh int[];          -- those that were not stored before
  registration_ids uuid[];
  -- The usual ones: a held registration, paid as it should be. One element per registration.
  paid int[]; paid_payments uuid[]; paid_registrations uuid[]; provider_ids text[]; failure_codes text[];
  i int;
begin
  select array_agg(e.provider order by e.i), array_agg(e.payment order by e.i),
    array_agg('duplicate'::text), array_agg(app_private.payment_of_event(e.provider, e.payment) order by e.i)
  into providers, states, outcomes, payment_ids
  from rows from (jsonb_to_recordset(events) as (provider text, payment jsonb)) with ordinality as e(provider, payment, i);
  if providers is null then
    return '[]';
  end if;

  -- The unique key makes every event count once; a second copy waits for the first and then finds it. In
  -- the order of the key, so that two batches with the same events never wait for each other.
  with given as (
    select distinct on (e.provider, e."eventId") e.*
    from rows from (jsonb_to_recordset(events) as (provider text, "eventId" text, type text, payload jsonb))
      with ordinality as e(provider, "eventId", type, payload, i)
    order by e.provider, e."eventId", e.i),
  stored as (
    insert into app_private.payment_events (provider, provider_event_id, type, payload, outcome)
    select g.provider, g."eventId", g.type, g.payload, 'received' from given g order by g.provider, g."eventId"
    on conflict do nothing
    returning payment_events.provider, payment_events.provider_event_id)
  select array_agg(g.i::int order by g.i) into fresh
  from stored s join given g on g.provider = s.provider and g."eventId" = s.provider_event_id;
  if fresh is null then
    return to_jsonb(outcomes);
  end if;

  -- Lock order everywhere: events, where one is locked, then registrations by id, then their payments, then quotas by id.
  -- All at once, also for those that are applied one by one below.
  select array_agg(distinct p.registration_id) into registration_ids
  from unnest(fresh) as f(i)
  -- One by one, by id, here and below: a plan from when an event had sold nothing would begin with all that it has sold since.
  cross join lateral (select p.registration_id from app_public.payments p where p.id = payment_ids[f.i] offset 0) as p;
  -- Money for a hold that ran out, or does so at the moment, needs its event (confirm_registration).
  perform e.id from app_public.events e
  where e.id in (
    select r.event_id from app_public.registrations r
    where r.id = any (registration_ids)
      and (r.status = 'expired' or r.status = 'pending' and r.expires_at <= clock_timestamp()))
  order by e.id for share;
  perform r.id from app_public.registrations r where r.id = any (registration_ids) order by r.id for update;
  perform p.id from app_public.payments p
  where p.id = any (payment_ids) and p.registration_id = any (registration_ids) order by p.id for update;
  perform app_private.lock_quotas_of(registration_ids);

  select array_agg(u.i), array_agg(u.payment_id), array_agg(u.registration_id), array_agg(u.provider_id), array_agg(u.failure_code)
  into paid, paid_payments, paid_registrations, provider_ids, failure_codes
  from (
    select distinct on (r.id) f.i, p.id as payment_id, r.id as registration_id,
      states[f.i] ->> 'providerPaymentId' as provider_id, states[f.i] ->> 'failureCode' as failure_code
    from unnest(fresh) as f(i)
    cross join lateral (select * from app_public.payments p where p.id = payment_ids[f.i] offset 0) as p
    cross join lateral (select * from app_public.registrations r where r.id = p.registration_id offset 0) as r
    cross join lateral (select e.status from app_public.events e where e.id = r.event_id offset 0) as e
    where e.status <> 'cancelled' and states[f.i] ->> 'status' = 'succeeded' and p.status <> 'succeeded' and r.status = 'pending'
      and (states[f.i] ->> 'amountMinor')::bigint = p.amount_minor and upper(states[f.i] ->> 'currency') = p.currency
      and jsonb_array_length(r.attendee_info) = (
        select coalesce(sum(item.quantity), 0) from app_public.registration_items item where item.registration_id = r.id)
    order by r.id, f.i) as u;

  if paid is not null then
    update app_public.payments p
    set status = 'succeeded', provider_payment_id = coalesce(u.provider_id, p.provider_payment_id),
      failure_code = u.failure_code, succeeded_at = clock_timestamp()
    from unnest(paid_payments, provider_ids, failure_codes) as u(id, provider_id, failure_code)
    where p.id = u.id;
    perform app_private.issue_tickets(paid_registrations);
    insert into app_public.ledger_entries
      (org_id, registration_id, payment_id, debit_account, credit_account, amount_minor, currency)
    select p.org_id, p.registration_id, p.id, 'provider', 'sales', p.amount_minor, p.currency
    from app_public.payments p where p.id = any (paid_payments);
  end if;

  -- Everything else, as if each came alone.
  foreach i in array fresh loop
    outcomes[i] := case when i = any (paid) then 'confirmed' else app_private.apply_payment_state(providers[i], states[i]) end;
  end loop;

  update app_private.payment_events e set outcome = outcomes[g.i::int]
  from rows from (jsonb_to_recordset(events) as (provider text, "eventId" text)) with ordinality as g(provider, "eventId", i)
  where e.provider = g.provider and e.provider_event_id = g."eventId" and g.i::int = any (fresh);
  return to_jsonb(outcomes);
end
$$;
comment on function app_private.record_payment_events(jsonb) is
  'Stores verified events about payments and applies them, each exactly once, all in one transaction; a failure is everybody''s, so ask again with fewer.
In, in the order of arrival: [{provider, eventId, type, payment, payload}], payment as in record_payment_event.
Out, in the same order: "duplicate" | "confirmed" | "refund_queued" | "updated" | "unchanged" | "unknown".';
grant execute on function app_private.record_payment_events(jsonb) to foyer_authenticator;

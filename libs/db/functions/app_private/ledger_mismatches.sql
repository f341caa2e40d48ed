create or replace function app_private.ledger_mismatches(since interval) returns table (kind text, count bigint)
language plpgsql stable security definer set search_path = pg_catalog
as $$
declare
  -- Ids begin with the millisecond they were made in, so the primary key finds the recent ones.
  first_id constant uuid := (lpad(to_hex(floor(extract(epoch from clock_timestamp() - since) * 1000)::bigint), 12, '0')
    || repeat('0', 20))::uuid;
  -- Told of before its payment was known, a refund is applied within a minute or two of that.
  received_since constant timestamptz := clock_timestamp() - since;
  received_until constant timestamptz := clock_timestamp() - interval '5 minutes';
begin
  return query
  select 'capture', count(*) from (
    select p.id
    from app_public.payments p
    left join app_public.ledger_entries e
      on e.org_id = p.org_id and e.payment_id = p.id and e.debit_account = 'provider' and e.refund_id is null
    where p.id >= first_id
      and case when p.status = 'succeeded'
        then (e.amount_minor, e.currency) is distinct from (p.amount_minor, p.currency)
        else e.id is not null end) as wrong
  union all
  select 'refund', count(*) from (
    select r.id
    from app_public.refunds r
    left join app_public.ledger_entries e
      on e.org_id = r.org_id and e.refund_id = r.id and e.credit_account = 'provider'
    where r.id >= first_id
      and case r.status
        when 'succeeded' then (e.amount_minor, e.currency) is distinct from (r.amount_minor, r.currency)
        when 'failed' then e.id is not null and not exists (
          select from app_public.ledger_entries back
          where back.org_id = r.org_id and back.refund_id = r.id and back.debit_account = 'provider')
        else e.id is not null end) as wrong
  union all
  select 'over_refund', count(*) from (
    select r.payment_id
    from app_public.refunds r join app_public.payments p on p.id = r.payment_id
    where r.id >= first_id and r.status <> 'failed'
    group by r.payment_id, p.amount_minor
    -- Beside one that somebody made at the provider, one of ours may be about to be refused there.
    having sum(r.amount_minor) filter (where r.status <> 'queued' or not exists (
      select from app_public.refunds other
      where other.org_id = r.org_id and other.payment_id = r.payment_id and other.made_at_provider)) > p.amount_minor) as wrong
  union all
  select 'unknown_refund', count(*)
  from app_private.payment_events e
  join app_public.payments p on p.id = app_private.payment_of_event(e.provider, e.payload -> 'refund')
  where e.outcome = 'unknown' and e.payload ? 'refund' and p.status = 'succeeded'
    and e.received_at > received_since and e.received_at < received_until;
end
$$;
comment on function app_private.ledger_mismatches(interval) is
  'Payments and refunds made within `since` whose bookings do not say what their state says: all counts are 0, always.
capture: money received and not booked, booked otherwise, or booked and not received. refund: the same for money given back. over_refund: more given back than was paid. unknown_refund: made at the provider, and not on the books.';
grant execute on function app_private.ledger_mismatches(interval) to foyer_worker;

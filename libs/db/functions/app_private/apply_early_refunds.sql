create or replace function app_private.apply_early_refunds() returns int
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  early app_private.payment_events;
  result text;
  applied int := 0;
  -- A provider repeats an event for three days: by then whatever came before it has come. A value, so that it
  -- bounds the index scan.
  since constant timestamptz := clock_timestamp() - interval '4 days';
begin
  for early in
    select e.* from app_private.payment_events e
    join app_public.payments p on p.id = app_private.payment_of_event(e.provider, e.payload -> 'refund')
    where e.outcome = 'unknown' and e.payload ? 'refund' and e.received_at > since and p.status = 'succeeded'
    -- Lock order everywhere: registrations by id.
    order by p.registration_id
    limit 200
    for update of e skip locked
  loop
    -- One that cannot be applied holds up no other, and ledger_mismatches counts it.
    begin
      result := app_private.apply_refund_state(early.provider, early.payload -> 'refund');
      update app_private.payment_events e set outcome = result
      where e.provider = early.provider and e.provider_event_id = early.provider_event_id;
      applied := applied + 1;
    exception when others then
      raise warning 'refund % cannot be applied: %', early.payload #>> '{refund,providerRefundId}', sqlerrm;
    end;
  end loop;
  return applied;
end
$$;
comment on function app_private.apply_early_refunds() is
  'Events come out of order: applies what was told of a refund before its payment was known; says how many. Run by schedule.';
grant execute on function app_private.apply_early_refunds() to foyer_worker;

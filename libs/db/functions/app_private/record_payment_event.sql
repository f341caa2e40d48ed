create or replace function app_private.record_payment_event(
  provider text, provider_event_id text, type text, payment jsonb, refund jsonb, payload jsonb
) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  result text;
begin
  -- The unique key makes every event count once; a second copy waits for the first and then finds it.
  insert into app_private.payment_events (provider, provider_event_id, type, payload, outcome)
  values (record_payment_event.provider, record_payment_event.provider_event_id, record_payment_event.type,
    record_payment_event.payload, 'received')
  on conflict do nothing;
  if not found then
    return '{"outcome": "duplicate"}';
  end if;

  result := case
    when payment is not null then app_private.apply_payment_state(provider, payment)
    when refund is not null then app_private.apply_refund_state(provider, refund)
    else 'ignored'
  end;

  update app_private.payment_events e set outcome = result
  where e.provider = record_payment_event.provider and e.provider_event_id = record_payment_event.provider_event_id;
  return jsonb_build_object('outcome', result);
end
$$;
comment on function app_private.record_payment_event(text, text, text, jsonb, jsonb, jsonb) is
  'Stores a verified event of a payment provider and applies it in the same transaction, exactly once.
payment: {paymentId?, providerPaymentId, status, amountMinor, currency, failureCode?}; refund: {refundId?, providerRefundId, paymentId?, providerPaymentId, status, amountMinor, currency, failureCode?}.
Out: {"outcome": "duplicate" | "confirmed" | "refund_queued" | "updated" | "adopted" | "unchanged" | "unknown" | "ignored"}.';
grant execute on function app_private.record_payment_event(text, text, text, jsonb, jsonb, jsonb) to foyer_authenticator, foyer_worker;

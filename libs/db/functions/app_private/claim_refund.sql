create or replace function app_private.claim_refund(refund_id uuid) returns jsonb
language sql volatile security definer set search_path = pg_catalog
as $$
  -- The provider's idempotency key is the refund's id, so a second worker cannot pay twice.
  update app_public.refunds r
  set attempt_count = r.attempt_count + 1,
    next_attempt_at = clock_timestamp() + least(interval '1 minute' * power(2, least(r.attempt_count, 12)), interval '6 hours')
  from app_public.payments p
  where r.id = claim_refund.refund_id and p.id = r.payment_id and r.status in ('queued', 'pending')
  returning jsonb_build_object('refundId', r.id, 'paymentId', p.id, 'provider', p.provider, 'providerPaymentId', p.provider_payment_id,
    'providerRefundId', r.provider_refund_id, 'status', r.status,
    'amountMinor', r.amount_minor, 'currency', r.currency, 'reason', r.reason, 'registrationId', r.registration_id)
$$;
comment on function app_private.claim_refund(uuid) is 'What to ask of the provider, or null when there is nothing left to do.';
grant execute on function app_private.claim_refund(uuid) to foyer_worker;

create or replace function app_private.apply_payment_state(provider text, state jsonb) returns text
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  payment app_public.payments;
  registration app_public.registrations;
  new_status app_public.payment_status := (state ->> 'status')::app_public.payment_status;
  refund_id uuid;
  reason text;
begin
  select p.* into payment from app_public.payments p where p.id = app_private.payment_of_event(apply_payment_state.provider, apply_payment_state.state);
  if not found then
    return 'unknown';
  end if;
  -- Lock order everywhere: registration, then its payments, then quotas.
  select * into strict registration from app_public.registrations where id = payment.registration_id for update;
  select * into strict payment from app_public.payments where id = payment.id for update;

  if payment.status = 'succeeded' then
    return 'unchanged';
  end if;
  -- Money that has come is the only thing that changes an ended payment: events come out of order.
  if new_status <> 'succeeded' and (payment.status in ('failed', 'cancelled') or new_status = 'created') then
    return 'unchanged';
  end if;

  update app_public.payments p
  set status = new_status,
    provider_payment_id = coalesce(state ->> 'providerPaymentId', p.provider_payment_id),
    failure_code = state ->> 'failureCode',
    succeeded_at = case when new_status = 'succeeded' then clock_timestamp() end
  where p.id = payment.id;
  if new_status <> 'succeeded' then
    return 'updated';
  end if;

  if (state ->> 'amountMinor')::bigint is distinct from payment.amount_minor
    or upper(state ->> 'currency') is distinct from payment.currency
  then
    reason := 'amount_mismatch';
    -- What was captured is what goes back and what the ledger says.
    update app_public.payments p
    set amount_minor = (state ->> 'amountMinor')::bigint, currency = upper(state ->> 'currency')
    where p.id = payment.id
    returning * into payment;
  elsif registration.status = 'confirmed' then
    reason := 'paid_twice';
  elsif registration.status = 'cancelled' then
    reason := 'paid_after_expiry';
  elsif not app_private.confirm_registration(registration.id) then
    reason := 'paid_after_expiry';
  end if;

  insert into app_public.ledger_entries
    (org_id, registration_id, payment_id, debit_account, credit_account, amount_minor, currency)
  values (payment.org_id, payment.registration_id, payment.id, 'provider',
    case when reason is null then 'sales' else 'unallocated' end::app_public.ledger_account,
    payment.amount_minor, payment.currency);

  if reason is null then
    return 'confirmed';
  end if;
  refund_id := app_private.queue_refund(payment.id, payment.amount_minor, reason);
  perform app_private.enqueue('payment.received_late', payment.org_id, jsonb_build_object(
    'paymentId', payment.id, 'registrationId', registration.id, 'refundId', refund_id));
  return 'refund_queued';
end
$$;
comment on function app_private.apply_payment_state(text, jsonb) is
  'What a payment''s state at the provider means for us: the result depends on the final state, not on the order of events.';

create or replace function app_private.adopt_refund(provider text, state jsonb) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  payment app_public.payments;
  refund_id uuid;
begin
  select p.* into payment from app_public.payments p
  where p.id = app_private.payment_of_event(adopt_refund.provider, adopt_refund.state);
  -- Lock order everywhere: registration, then its payments. No stronger: whoever books a refund refers to both.
  perform from app_public.registrations r where r.id = payment.registration_id for no key update;
  select p.* into payment from app_public.payments p where p.id = payment.id for no key update;
  if payment.status is distinct from 'succeeded' then
    return null;
  end if;
  -- Once more: the same refund may have been told of twice, and came in while this waited.
  refund_id := app_private.refund_of_event(adopt_refund.provider, adopt_refund.state);
  if refund_id is null then
    insert into app_public.refunds
      (org_id, payment_id, registration_id, provider_refund_id, amount_minor, currency, made_at_provider, next_attempt_at, reason)
    values (payment.org_id, payment.id, payment.registration_id, state ->> 'providerRefundId',
      (state ->> 'amountMinor')::bigint, upper(state ->> 'currency'), true,
      -- Nobody else asks what became of it.
      clock_timestamp(),
      coalesce((
        select max(f.reason) from app_public.refunds f
        where f.org_id = payment.org_id and f.payment_id = payment.id and f.reason <> 'requested'), 'requested'))
    returning id into refund_id;
  end if;
  return refund_id;
end
$$;
comment on function app_private.adopt_refund(text, jsonb) is
  'A record of a refund that we did not ask for. The provider has decided: nothing is checked against what is left.
Null when the payment is not ours, or its capture is still to come.';

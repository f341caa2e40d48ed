create or replace function app_private.payment_to_cancel(payment_id uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog
as $$
  select jsonb_build_object('paymentId', p.id, 'provider', p.provider, 'providerPaymentId', p.provider_payment_id)
  from app_public.payments p
  where p.id = payment_to_cancel.payment_id and p.status in ('created', 'pending')
$$;
comment on function app_private.payment_to_cancel(uuid) is 'An open payment whose tickets are gone, or null when it is settled.';
grant execute on function app_private.payment_to_cancel(uuid) to foyer_worker;

create or replace function app_private.record_payment_intent(
  payment_id uuid, provider_payment_id text, redirect_url text
) returns void
language sql volatile security definer set search_path = pg_catalog
as $$
  update app_public.payments
  set provider_payment_id = coalesce(payments.provider_payment_id, record_payment_intent.provider_payment_id),
    redirect_url = coalesce(record_payment_intent.redirect_url, payments.redirect_url),
    status = case when status = 'created' then 'pending' else status end
  where id = record_payment_intent.payment_id
$$;
comment on function app_private.record_payment_intent(uuid, text, text) is
  'Notes what the provider made of a payment. A webhook may have come first; it is not overwritten.';
grant execute on function app_private.record_payment_intent(uuid, text, text) to foyer_authenticator;

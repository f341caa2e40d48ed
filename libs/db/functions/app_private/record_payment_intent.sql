create or replace function app_private.record_payment_intent(
  payment_id uuid, provider_payment_id text, redirect_url text
) returns void
language sql volatile security definer set search_path = pg_catalog
as $$
  select app_private.record_payment_pages(array[payment_id], array[provider_payment_id], array[redirect_url])
$$;
comment on function app_private.record_payment_intent(uuid, text, text) is 'record_payment_pages for one.';
grant execute on function app_private.record_payment_intent(uuid, text, text) to foyer_authenticator;

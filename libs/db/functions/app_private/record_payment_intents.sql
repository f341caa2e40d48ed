create or replace function app_private.record_payment_intents(
  payment_ids uuid[], provider_payment_ids text[], redirect_urls text[]
) returns void
language sql volatile security definer set search_path = pg_catalog
as $$
  select app_private.record_payment_pages(payment_ids, provider_payment_ids, redirect_urls)
$$;
comment on function app_private.record_payment_intents(uuid[], text[], text[]) is
  'record_payment_pages, as processes of the release before call it.';
grant execute on function app_private.record_payment_intents(uuid[], text[], text[]) to foyer_authenticator;

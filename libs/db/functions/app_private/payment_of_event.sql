create or replace function app_private.payment_of_event(provider text, state jsonb) returns uuid
language sql stable security definer set search_path = pg_catalog
as $$
  -- Ours by our own id, which travels in the metadata; else by the provider's. Each looks into an index.
  select coalesce(
    (select p.id from app_public.payments p
      where p.provider = payment_of_event.provider
        -- What a provider sends is text: anything but a UUID is no id of ours.
        and p.id = case when state ->> 'paymentId' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
          then (state ->> 'paymentId')::uuid end),
    (select p.id from app_public.payments p
      where p.provider = payment_of_event.provider and p.provider_payment_id = state ->> 'providerPaymentId'
      limit 1))
$$;
comment on function app_private.payment_of_event(text, jsonb) is 'Which payment of ours a provider speaks of; null for one that is not ours.';

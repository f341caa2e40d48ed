create or replace function app_private.refund_of_event(provider text, state jsonb) returns uuid
language sql stable security definer set search_path = pg_catalog
as $$
  -- Ours by our own id, which travels in the metadata, unless it is another refund that carries the same; else by the
  -- provider's. Each looks into an index.
  select coalesce(
    (select r.id from app_public.refunds r join app_public.payments p on p.id = r.payment_id
      where p.provider = refund_of_event.provider
        -- What a provider sends is text: anything but a UUID is no id of ours.
        and r.id = case when state ->> 'refundId' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
          then (state ->> 'refundId')::uuid end
        and coalesce(r.provider_refund_id = state ->> 'providerRefundId', true)),
    (select r.id from app_public.refunds r join app_public.payments p on p.id = r.payment_id
      where p.provider = refund_of_event.provider and r.provider_refund_id = state ->> 'providerRefundId'
      limit 1))
$$;
comment on function app_private.refund_of_event(text, jsonb) is 'Which refund of ours a provider speaks of; null for one that we have no record of.';

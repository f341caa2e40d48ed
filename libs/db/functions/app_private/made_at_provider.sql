create or replace function app_private.made_at_provider(since timestamptz)
returns table (provider_refund_id text, confirmation_number text, amount_minor bigint, currency text)
language sql stable security definer set search_path = pg_catalog
as $$
  select f.provider_refund_id, r.confirmation_number, f.amount_minor, f.currency::text
  from app_public.refunds f join app_public.registrations r on r.id = f.registration_id
  where f.made_at_provider and f.status <> 'failed' and r.status = 'confirmed' and f.created_at >= since
  order by f.created_at
$$;
comment on function app_private.made_at_provider(timestamptz) is
  'Refunds that we did not ask for, or that a restored database had forgotten, of orders that are good: nobody said what becomes of the tickets.';
grant execute on function app_private.made_at_provider(timestamptz) to foyer_worker;

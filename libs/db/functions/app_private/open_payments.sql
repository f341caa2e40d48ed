create or replace function app_private.open_payments(older_than interval, max_count int)
returns table (payment_id uuid, provider text, provider_payment_id text, registration_status app_public.registration_status)
language sql volatile security definer set search_path = pg_catalog
as $$
  select p.id, p.provider, p.provider_payment_id, r.status
  from app_public.payments p join app_public.registrations r on r.id = p.registration_id
  where p.status in ('created', 'pending') and p.provider_payment_id is not null
    and p.created_at < clock_timestamp() - older_than
  -- Drawn, not queued: during an on-sale thousands of pages stand open, and the oldest few hundred of them
  -- must not keep everybody else from being asked about.
  order by random()
  limit max_count
$$;
comment on function app_private.open_payments(interval, int) is
  'Payments to ask the provider about, in case its webhook got lost; drawn by chance if there are more.';
grant execute on function app_private.open_payments(interval, int) to foyer_worker;

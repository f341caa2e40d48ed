create or replace function app_private.record_payment_intents(
  payment_ids uuid[], provider_payment_ids text[], redirect_urls text[]
) returns void
language sql volatile security definer set search_path = pg_catalog
-- Tables grow from nothing while this runs: one plan per connection, which looks up each row by its id.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
  -- In id order, so that two of these never wait for each other.
  with locked as (
    select p.id from app_public.payments p where p.id = any (payment_ids) order by p.id for update)
  update app_public.payments p
  set provider_payment_id = coalesce(p.provider_payment_id, made.provider_payment_id),
    redirect_url = coalesce(made.redirect_url, p.redirect_url),
    status = case when p.status = 'created' then 'pending' else p.status end
  from locked
  join unnest(payment_ids, provider_payment_ids, redirect_urls) as made(id, provider_payment_id, redirect_url)
    on made.id = locked.id
  where p.id = locked.id
$$;
comment on function app_private.record_payment_intents(uuid[], text[], text[]) is
  'Notes what the provider made of payments. A webhook may have come first; it is not overwritten.';
grant execute on function app_private.record_payment_intents(uuid[], text[], text[]) to foyer_authenticator;

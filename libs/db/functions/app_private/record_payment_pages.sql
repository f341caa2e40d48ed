create or replace function app_private.record_payment_pages(
  payment_ids uuid[], provider_payment_ids text[], redirect_urls text[]
) returns text[]
language sql volatile security definer set search_path = pg_catalog
-- Tables grow from nothing while this runs: one plan per connection, which looks up each row by its id.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
  -- In id order, so that two of these never wait for each other.
  with locked as (
    select p.id from app_public.payments p where p.id = any (payment_ids) order by p.id for update),
  noted as (
    update app_public.payments p
    set provider_payment_id = coalesce(p.provider_payment_id, made.provider_payment_id),
      redirect_url = coalesce(p.redirect_url, made.redirect_url),
      status = case when p.status = 'created' then 'pending' else p.status end
    from locked
    join unnest(payment_ids, provider_payment_ids, redirect_urls) as made(id, provider_payment_id, redirect_url)
      on made.id = locked.id
    where p.id = locked.id
    returning p.id, p.redirect_url)
  -- Two may have asked about one payment.
  select array_agg(noted.redirect_url order by asked.i)
  from unnest(payment_ids) with ordinality as asked(id, i) join noted on noted.id = asked.id
$$;
comment on function app_private.record_payment_pages(uuid[], text[], text[]) is
  'Notes the pages at the provider where payments are made, and says which to use: of two that were made at once for one
payment the first, so that nobody can pay on both. A webhook may have come first; it is not overwritten.';
grant execute on function app_private.record_payment_pages(uuid[], text[], text[]) to foyer_authenticator;

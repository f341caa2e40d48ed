create or replace function app_private.webhook_delay(attempt int) returns interval
language sql immutable set search_path = pg_catalog
as $$
  -- The schedule that Standard Webhooks recommends: ten attempts within some three days.
  select ('{5 s,5 min,30 min,2 h,5 h,10 h,14 h,20 h,24 h}'::interval[])[attempt]
$$;
comment on function app_private.webhook_delay(int) is 'How long to wait after that many failed attempts; null when there were enough.';

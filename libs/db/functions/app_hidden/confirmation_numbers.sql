create or replace function app_hidden.confirmation_numbers(count int) returns text[]
language sql volatile security definer set search_path = pg_catalog
as $$
  -- The same sequence and multiplier as new_confirmation_number(), which costs too much per row of a batch.
  select array_agg('REG-' || day || '-'
    || substr(digits, 1 + (n >> 25 & 31)::int, 1) || substr(digits, 1 + (n >> 20 & 31)::int, 1)
    || substr(digits, 1 + (n >> 15 & 31)::int, 1) || substr(digits, 1 + (n >> 10 & 31)::int, 1)
    || substr(digits, 1 + (n >> 5 & 31)::int, 1) || substr(digits, 1 + (n & 31)::int, 1))
  from (
    select (nextval('app_private.confirmation_numbers') * 741103597 + 12345) & 1073741823 as n
    from generate_series(1, count)) as numbers,
    (values ('0123456789ABCDEFGHJKMNPQRSTVWXYZ', to_char(clock_timestamp() at time zone 'UTC', 'YYYYMMDD'))) as of(digits, day)
$$;
comment on function app_hidden.confirmation_numbers(int) is 'As many new confirmation numbers as a batch needs.';

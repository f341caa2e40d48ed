create or replace function app_private.throttle_subjects(email text, address text)
returns table (subject_hash bytea, free_failures int)
language sql immutable set search_path = pg_catalog
as $$
  -- An address may be a whole company behind one router: it gets more free failures than an account.
  values
    (sha256(convert_to('account:' || lower(trim(email)), 'UTF8')), 5),
    (sha256(convert_to('address:' || address, 'UTF8')), 30)
$$;
comment on function app_private.throttle_subjects(text, text) is 'What failed sign-ins are counted by, and how many are free.';

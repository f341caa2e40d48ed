create or replace function app_hidden.is_email_address(address text) returns boolean
language sql immutable parallel safe
as $$
  -- Without a search_path of its own, so that it becomes part of the query; its callers pin theirs.
  -- What separates addresses in a header, and the spaces that JavaScript knows beyond PostgreSQL's.
  select coalesce(length(address) <= 254 and address ~ '^[^@]+@[^@]+\.[^@]+$'
    and address !~ '[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff<>,;:"\\()[\]]', false)
$$;
comment on function app_hidden.is_email_address(text) is
  'True for what the worker can send a mail to; never null.';

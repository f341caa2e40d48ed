create or replace function app_private.idempotency_digest(key text) returns uuid
language sql immutable parallel safe set search_path = pg_catalog
as $$ select encode(substring(sha256(convert_to(lower(key), 'UTF8')) from 1 for 16), 'hex')::uuid $$;
comment on function app_private.idempotency_digest(text) is '128 bits of SHA-256: enough to tell keys apart, not enough to replay one.';

create or replace function app_private.admission_signature(
  signing_key bytea, event_id uuid, place_id text, until_epoch text
) returns text
language sql immutable security definer set search_path = pg_catalog
as $$
  select encode(extensions.hmac(
    convert_to(admission_signature.event_id || '.' || place_id || '.' || until_epoch, 'UTF8'), signing_key, 'sha256'), 'hex')
$$;
comment on function app_private.admission_signature(bytea, uuid, text, text) is
  'HMAC-SHA256 (RFC 2104) over event, place and end of an admission: <place>.<until>.<signature>.';

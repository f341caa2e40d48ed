-- Without a setting of their own these are written into the statement that fills the column. Called as functions they
-- were a tenth of what issuing a ticket takes. No search_path decides: `return` is bound when it is created.
create or replace function app_hidden.uuid_v7() returns uuid
language sql volatile parallel safe
return encode(
  set_bit(set_bit(
    overlay(uuid_send(gen_random_uuid())
      placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
      from 1 for 6),
    52, 1), 53, 1), 'hex')::uuid;

-- Two UUIDv4 carry 244 random bits from the server's CSPRNG; the hash folds them into 128.
create or replace function app_hidden.random_bytes_16() returns bytea
language sql volatile parallel safe
return substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) from 1 for 16);

create or replace function app_hidden.crockford(bytes bytea, length int) returns text
language sql immutable parallel safe
return left(translate(encode(bytes, 'base64'),
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=',
  '0123456789ABCDEFGHJKMNPQRSTVWXYZ0123456789ABCDEFGHJKMNPQRSTVWXYZ'), length);
comment on function app_hidden.crockford(bytea, int) is
  'Crockford base32 without I, L, O, U: five of every six bits make a character; 16 bytes are enough for 21.';

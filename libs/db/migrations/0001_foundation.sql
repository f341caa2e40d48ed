-- Roles, schemas and the privileges that everything else stands on.
-- Runs as the administrator; every later statement of the product runs as foyer_owner.

do $$
begin
  create role foyer_owner nologin;
exception when duplicate_object then null;
end $$;
do $$
begin
  create role foyer_anonymous nologin;
exception when duplicate_object then null;
end $$;
do $$
begin
  create role foyer_user nologin;
exception when duplicate_object then null;
end $$;
do $$
begin
  create role foyer_migrator login noinherit;
exception when duplicate_object then null;
end $$;
-- noinherit: the API's login has no table rights of its own; it must become somebody first.
do $$
begin
  create role foyer_authenticator login noinherit;
exception when duplicate_object then null;
end $$;
do $$
begin
  create role foyer_worker login;
exception when duplicate_object then null;
end $$;
do $$
begin
  create role foyer_checkin login;
exception when duplicate_object then null;
end $$;

grant foyer_owner to foyer_migrator;
grant foyer_owner to current_user;
grant foyer_anonymous, foyer_user to foyer_authenticator;

do $$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant create on database %I to foyer_owner', current_database());
  execute format(
    'grant connect on database %I to foyer_migrator, foyer_authenticator, foyer_worker, foyer_checkin',
    current_database());
end $$;
revoke all on schema public from public;

create schema extensions;
create extension pg_trgm schema extensions;

create schema app_public authorization foyer_owner;
create schema app_hidden authorization foyer_owner;
create schema app_private authorization foyer_owner;
comment on schema app_public is 'What GraphQL shows; row-level security decides who sees which rows.';
comment on schema app_hidden is 'What policies and defaults need; never shown by GraphQL.';
comment on schema app_private is 'Secrets, queues and the functions of our own services.';

grant usage on schema extensions to public;
grant usage on schema app_public to foyer_anonymous, foyer_user;
grant usage on schema app_hidden to foyer_anonymous, foyer_user;
grant usage on schema app_private to foyer_authenticator, foyer_worker, foyer_checkin;

set role foyer_owner;
-- A function is callable by those it is granted to, and by nobody else.
alter default privileges for role foyer_owner revoke execute on functions from public;

create table app_private.applied_objects (
  path text primary key,
  sha256 text not null,
  applied_at timestamptz not null default clock_timestamp()
);
comment on table app_private.applied_objects is
  'Which text of each functions/, policies/, triggers/, views/ file this database holds.';

-- Column defaults need these before any file of functions/ is applied.
create function app_hidden.uuid_v7() returns uuid
language sql volatile parallel safe set search_path = pg_catalog
as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
        from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;
comment on function app_hidden.uuid_v7() is
  'RFC 9562 version 7: ids that sort by time of creation. Our own because PostgreSQL 15 has none.';
grant execute on function app_hidden.uuid_v7() to foyer_anonymous, foyer_user;

create function app_hidden.random_bytes_16() returns bytea
language sql volatile parallel safe set search_path = pg_catalog
as $$
  -- Two UUIDv4 carry 244 random bits from the server's CSPRNG; the hash folds them into 128.
  select substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) from 1 for 16)
$$;

create function app_hidden.crockford(bytes bytea, length int) returns text
language sql immutable parallel safe set search_path = pg_catalog
as $$
  select string_agg(
    substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (get_byte(bytes, i) & 31), 1), '' order by i)
  from generate_series(0, length - 1) as i
$$;
comment on function app_hidden.crockford(bytea, int) is
  'Crockford base32 without I, L, O, U: one character from each of the first `length` bytes.';

create sequence app_private.confirmation_numbers as bigint;

create function app_hidden.new_confirmation_number() returns text
language sql volatile security definer set search_path = pg_catalog
as $$
  -- An odd multiplier is a bijection on 2^30 = 32^6, so numbers look random and cannot collide
  -- before a billion registrations in one day.
  with n as (
    select (nextval('app_private.confirmation_numbers') * 741103597 + 12345) & 1073741823 as n
  )
  select 'REG-' || to_char(clock_timestamp() at time zone 'UTC', 'YYYYMMDD') || '-' || (
    select string_agg(
      substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + ((n >> (5 * i)) & 31)::int, 1), '' order by i desc)
    from generate_series(0, 5) as i)
  from n
$$;
comment on function app_hidden.new_confirmation_number() is
  'REG-YYYYMMDD-XXXXXX; not a secret, so it may be guessed, never repeated.';
reset role;

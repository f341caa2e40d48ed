create or replace function app_private.begin_sign_in(email text, address text)
returns table (user_id uuid, password_hash text, is_verified boolean)
language plpgsql volatile security definer set search_path = pg_catalog
as $$
-- Instead of RLS: the API's login role only; it compares the hash and tells nobody.
declare
  locked_seconds int;
begin
  select ceil(extract(epoch from max(t.locked_until) - clock_timestamp())) into locked_seconds
  from app_private.sign_in_throttles t
  where t.subject_hash in (select s.subject_hash from app_private.throttle_subjects(begin_sign_in.email, address) s)
    and t.locked_until > clock_timestamp();
  if locked_seconds > 0 then
    raise exception 'Too many failed sign-ins.' using errcode = 'FY014',
      hint = format('Try again in %s seconds, or reset your password.', locked_seconds);
  end if;

  -- Counted as failed before the password is looked at, so that tries side by side all count;
  -- create_sign_in takes it back. In hash order, so that two tries never wait for each other.
  insert into app_private.sign_in_throttles as t (subject_hash, failure_count, last_failed_at, locked_until)
  select s.subject_hash, 1, clock_timestamp(), '-infinity'
  from app_private.throttle_subjects(begin_sign_in.email, address) s order by s.subject_hash
  on conflict (subject_hash) do update set
    failure_count = case when t.last_failed_at < clock_timestamp() - interval '1 day' then 1 else t.failure_count + 1 end,
    last_failed_at = clock_timestamp();
  -- 15 s after the last free failure, doubling up to an hour.
  update app_private.sign_in_throttles t
  set locked_until = clock_timestamp()
    + least(interval '1 hour', interval '15 seconds' * power(2, least(t.failure_count - s.free_failures, 20)))
  from app_private.throttle_subjects(begin_sign_in.email, address) s
  where t.subject_hash = s.subject_hash and t.failure_count >= s.free_failures;

  return query
  select u.id, k.password_hash, u.email_verified_at is not null
  from app_public.users u
  join app_private.user_secrets k on k.user_id = u.id
  where u.email = lower(trim(begin_sign_in.email));
end
$$;
comment on function app_private.begin_sign_in(text, text) is
  'Counts a try for the account and the network address, refuses it while either is locked out, and returns what to compare; no row for an unknown account.';
grant execute on function app_private.begin_sign_in(text, text) to foyer_authenticator;

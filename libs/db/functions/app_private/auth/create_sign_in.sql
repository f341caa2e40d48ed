create or replace function app_private.create_sign_in(
  user_id uuid, token_hash bytea, user_agent text, address text
) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog
as $$
-- Instead of RLS: the API's login role only, after it has checked the password.
declare
  account app_public.users;
  sign_in_id uuid;
begin
  select * into strict account from app_public.users u where u.id = create_sign_in.user_id;
  insert into app_private.sign_ins (user_id, user_agent)
  values (account.id, left(create_sign_in.user_agent, 300)) returning id into sign_in_id;
  insert into app_private.refresh_tokens (token_hash, sign_in_id, expires_at)
  values (create_sign_in.token_hash, sign_in_id, clock_timestamp() + interval '30 days');

  -- A right password clears the account's failures, and takes this try off the address: who owns one
  -- account cannot use it to go on guessing others.
  delete from app_private.sign_in_throttles t
  where t.subject_hash = (select s.subject_hash from app_private.throttle_subjects(account.email, address) s order by s.free_failures limit 1);
  update app_private.sign_in_throttles t
  set failure_count = t.failure_count - 1, locked_until = '-infinity'
  where t.failure_count > 1
    and t.subject_hash = (select s.subject_hash from app_private.throttle_subjects(account.email, address) s order by s.free_failures desc limit 1);

  delete from app_private.sign_in_throttles t where t.last_failed_at < clock_timestamp() - interval '2 days';
  delete from app_private.refresh_tokens t
  using app_private.sign_ins s
  where t.sign_in_id = s.id and s.user_id = account.id and t.expires_at < clock_timestamp();
  delete from app_private.sign_ins s
  where s.user_id = account.id and s.last_used_at < clock_timestamp() - interval '31 days';

  return app_private.signed_in(account, sign_in_id);
end
$$;
comment on function app_private.create_sign_in(uuid, bytea, text, text) is
  'Starts a family of refresh tokens (the hash of its first is given) and forgets the account''s failed tries.';
grant execute on function app_private.create_sign_in(uuid, bytea, text, text) to foyer_authenticator;

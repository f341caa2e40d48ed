create or replace function app_private.reset_password(token text, password_hash text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog
as $$
-- Instead of RLS: whoever holds the token reads the mailbox.
declare
  link app_private.email_tokens;
  account app_public.users;
begin
  update app_private.email_tokens t set used_at = clock_timestamp()
  where t.token_hash = sha256(convert_to(token, 'UTF8')) and t.purpose = 'reset_password'
    and t.used_at is null and t.expires_at > clock_timestamp()
  returning * into link;
  if link is null then
    raise exception 'This link is no longer valid.' using errcode = 'FY015',
      hint = 'Links to choose a new password work once and for an hour. Ask for a new one.';
  end if;

  -- Reading the mailbox also proves the address.
  update app_public.users u set email_verified_at = coalesce(u.email_verified_at, clock_timestamp())
  where u.id = link.user_id returning * into strict account;
  insert into app_private.user_secrets (user_id, password_hash) values (account.id, reset_password.password_hash)
  on conflict (user_id) do update set password_hash = excluded.password_hash, password_changed_at = clock_timestamp();

  -- Whoever knew the old password is out, and every other link is void.
  update app_private.sign_ins s set revoked_at = clock_timestamp(), revoked_reason = 'password_reset'
  where s.user_id = account.id and s.revoked_at is null;
  delete from app_private.email_tokens t where t.user_id = account.id and t.used_at is null;
  delete from app_private.sign_in_throttles t
  where t.subject_hash = sha256(convert_to('account:' || account.email, 'UTF8'));
  return jsonb_build_object('userId', account.id, 'email', account.email);
end
$$;
comment on function app_private.reset_password(text, text) is
  'Sets a new password by the mailed link, confirms the address, signs every device out and lifts a lockout.';
grant execute on function app_private.reset_password(text, text) to foyer_authenticator;

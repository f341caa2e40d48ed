create or replace function app_private.verify_email(token text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog
as $$
-- Instead of RLS: whoever holds the token reads the mailbox.
declare
  link app_private.email_tokens;
  account app_public.users;
begin
  update app_private.email_tokens t set used_at = clock_timestamp()
  where t.token_hash = sha256(convert_to(token, 'UTF8')) and t.purpose = 'verify_email'
    and t.used_at is null and t.expires_at > clock_timestamp()
  returning * into link;
  if link is null then
    raise exception 'This link is no longer valid.' using errcode = 'FY015',
      hint = 'Links work once and for a day. Sign in, or sign up again to get a new one.';
  end if;

  update app_public.users u set email_verified_at = clock_timestamp(), name = link.name
  where u.id = link.user_id and u.email_verified_at is null
  returning * into account;
  if account is null then
    raise exception 'This address is already confirmed.' using errcode = 'FY015', hint = 'Sign in.';
  end if;

  insert into app_private.user_secrets (user_id, password_hash) values (link.user_id, link.password_hash)
  on conflict (user_id) do update set password_hash = excluded.password_hash, password_changed_at = clock_timestamp();
  -- Other people's sign-ups with this address end here.
  delete from app_private.email_tokens t
  where t.user_id = link.user_id and t.purpose = 'verify_email' and t.used_at is null;
  return jsonb_build_object('userId', account.id, 'email', account.email);
end
$$;
comment on function app_private.verify_email(text) is
  'Confirms the address and sets the password that was chosen in the sign-up this link belongs to.';
grant execute on function app_private.verify_email(text) to foyer_authenticator;

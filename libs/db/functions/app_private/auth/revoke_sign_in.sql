create or replace function app_private.revoke_sign_in(token_hash bytea) returns void
language sql volatile security definer set search_path = pg_catalog
as $$
  -- Instead of RLS: whoever holds the token may end what it began.
  update app_private.sign_ins s set revoked_at = clock_timestamp(), revoked_reason = 'signed_out'
  where s.revoked_at is null
    and s.id = (select t.sign_in_id from app_private.refresh_tokens t where t.token_hash = revoke_sign_in.token_hash)
$$;
comment on function app_private.revoke_sign_in(bytea) is 'Signs a device out. Silent when it already is.';
grant execute on function app_private.revoke_sign_in(bytea) to foyer_authenticator;

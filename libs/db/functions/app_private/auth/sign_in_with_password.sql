create or replace function app_private.sign_in_with_password(
  user_id uuid, password_hash text, token_hash bytea, user_agent text, address text
) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog
as $$
begin
  -- Locked: a new password waits for this sign-in and ends it, or it is here already.
  perform from app_private.user_secrets k
  where k.user_id = sign_in_with_password.user_id and k.password_hash = sign_in_with_password.password_hash
  for share;
  if not found then
    return null;
  end if;
  return app_private.create_sign_in(user_id, token_hash, user_agent, address);
end
$$;
comment on function app_private.sign_in_with_password(uuid, text, bytea, text, text) is
  'create_sign_in for whoever knew the password of this hash; null when it was replaced since it was compared.';
grant execute on function app_private.sign_in_with_password(uuid, text, bytea, text, text) to foyer_authenticator;

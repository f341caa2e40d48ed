create or replace function app_private.rotate_refresh(token_hash bytea, new_token_hash bytea) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog
as $$
-- Instead of RLS: whoever holds the token is the device it was given to. The outcome is returned, not
-- raised: the revocation of a stolen family has to commit.
declare
  device app_private.sign_ins;
  given app_private.refresh_tokens;
  account app_public.users;
begin
  -- The family first: everything of one family happens one after the other.
  select s.* into device from app_private.sign_ins s
  where s.id = (select t.sign_in_id from app_private.refresh_tokens t where t.token_hash = rotate_refresh.token_hash)
  for update;
  select t.* into given from app_private.refresh_tokens t where t.token_hash = rotate_refresh.token_hash;
  if given is null or device is null or device.revoked_at is not null or given.expires_at <= clock_timestamp() then
    return jsonb_build_object('outcome', 'invalid');
  end if;

  -- The reply to the first use may have been lost, or two tabs asked at once: 20 s in which the same
  -- token gives another valid one. Later, two parties hold it, and one of them is a thief.
  if given.used_at < clock_timestamp() - interval '20 seconds' then
    update app_private.sign_ins s set revoked_at = clock_timestamp(), revoked_reason = 'token_reused' where s.id = device.id;
    return jsonb_build_object('outcome', 'reused', 'userId', device.user_id, 'signInId', device.id);
  end if;

  update app_private.refresh_tokens t set used_at = coalesce(t.used_at, clock_timestamp())
  where t.token_hash = rotate_refresh.token_hash;
  insert into app_private.refresh_tokens (token_hash, sign_in_id, expires_at)
  values (new_token_hash, device.id, clock_timestamp() + interval '30 days');
  update app_private.sign_ins s set last_used_at = clock_timestamp() where s.id = device.id;
  select * into strict account from app_public.users u where u.id = device.user_id;
  return jsonb_build_object('outcome', 'rotated') || app_private.signed_in(account, device.id);
end
$$;
comment on function app_private.rotate_refresh(bytea, bytea) is
  'Exchanges a refresh token for the next. {"outcome": "rotated", signInId, user} or "invalid", or "reused" when it was stolen: then the whole family is revoked.';
grant execute on function app_private.rotate_refresh(bytea, bytea) to foyer_authenticator;

create or replace function app_private.signed_in(account app_public.users, sign_in_id uuid) returns jsonb
language sql immutable set search_path = pg_catalog
as $$
  select jsonb_build_object('signInId', sign_in_id, 'user', jsonb_build_object(
    'id', account.id, 'email', account.email, 'name', account.name, 'avatarUrl', account.avatar_url,
    'locale', account.locale))
$$;
comment on function app_private.signed_in(app_public.users, uuid) is 'What a client is told of itself when it has signed in or refreshed.';

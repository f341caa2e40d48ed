create or replace function app_private.sign_up(
  email text, name text, password_hash text, token text, locale text default 'en'
) returns void
language plpgsql volatile security definer set search_path = pg_catalog
as $$
-- Instead of RLS: the answer is the same whoever exists, and nothing becomes usable before the owner
-- of the address opens the link.
declare
  account app_public.users;
begin
  insert into app_public.users (email, name, locale)
  values (lower(trim(sign_up.email)), trim(sign_up.name), sign_up.locale)
  on conflict do nothing;
  select * into account from app_public.users u where u.email = lower(trim(sign_up.email)) for update;

  if account.email_verified_at is null then
    perform app_private.issue_email_token(account.id, 'verify_email', token, locale, password_hash, trim(sign_up.name));
  elsif not exists (
    select from app_private.outbox o
    where o.topic = 'user.sign_up_repeated' and o.payload ->> 'userId' = account.id::text
      and o.created_at > clock_timestamp() - interval '1 hour')
  then
    perform app_private.enqueue('user.sign_up_repeated', null,
      jsonb_build_object('userId', account.id, 'email', account.email, 'locale', account.locale));
  end if;
end
$$;
comment on function app_private.sign_up(text, text, text, text, text) is
  'Prepares an account and mails its link; an address that has one gets a mail that says so. Tells the caller neither.';
grant execute on function app_private.sign_up(text, text, text, text, text) to foyer_authenticator;

create or replace function app_private.request_password_reset(email text, token text, locale text default 'en') returns void
language sql volatile security definer set search_path = pg_catalog
as $$
  -- Instead of RLS: answers nothing, whoever exists; the token goes to the mailbox only.
  select app_private.issue_email_token(u.id, 'reset_password', token, locale)
  from app_public.users u where u.email = lower(trim(request_password_reset.email))
$$;
comment on function app_private.request_password_reset(text, text, text) is 'Mails a link to choose a new password if there is such an account.';
grant execute on function app_private.request_password_reset(text, text, text) to foyer_authenticator;

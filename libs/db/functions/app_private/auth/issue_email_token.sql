create or replace function app_private.issue_email_token(
  user_id uuid, purpose text, token text, locale text, password_hash text default null, name text default null
) returns void
language plpgsql volatile security definer set search_path = pg_catalog
as $$
begin
  delete from app_private.email_tokens t where t.expires_at < clock_timestamp() - interval '1 day';
  -- A mailbox must not be flooded through us: five mails of a kind per hour, silently.
  if (select count(*) from app_private.email_tokens t
      where t.user_id = issue_email_token.user_id and t.purpose = issue_email_token.purpose
        and t.created_at > clock_timestamp() - interval '1 hour') >= 5 then
    return;
  end if;
  insert into app_private.email_tokens (token_hash, user_id, purpose, password_hash, name, expires_at)
  values (sha256(convert_to(token, 'UTF8')), user_id, purpose, password_hash, name,
    clock_timestamp() + case purpose when 'verify_email' then interval '24 hours' else interval '1 hour' end);
  perform app_private.enqueue(
    case purpose when 'verify_email' then 'user.verification_requested' else 'user.password_reset_requested' end,
    null,
    (select jsonb_build_object('userId', u.id, 'email', u.email, 'token', issue_email_token.token,
        'locale', issue_email_token.locale)
      from app_public.users u where u.id = issue_email_token.user_id));
end
$$;
comment on function app_private.issue_email_token(uuid, text, text, text, text, text) is
  'Stores the hash of a link''s token and lets the mail with it be sent. Links to verify hold a day, links to reset an hour.';

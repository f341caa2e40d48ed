create or replace function app_public.request_ticket_links(email text, locale text default 'en') returns boolean
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  address text := lower(trim(email));
begin
  if not app_hidden.is_email_address(address) then
    raise exception 'Please enter a valid e-mail address.' using errcode = 'FY008';
  end if;
  -- The same answer, and nearly the same work, whether the address is known or not.
  if (select count(*) from app_private.outbox o
    where o.topic = 'registration.link_requested' and o.payload ->> 'email' = address
      and o.created_at > clock_timestamp() - interval '1 hour') < 3
  then
    perform app_private.enqueue('registration.link_requested', null, jsonb_build_object(
      'email', address, 'locale', case when request_ticket_links.locale = 'de' then 'de' else 'en' end));
  end if;
  return true;
end
$$;
comment on function app_public.request_ticket_links(text, text) is
  'Mails the links of all upcoming registrations of an address to that address. Always true: it does not tell whether there are any.';
grant execute on function app_public.request_ticket_links(text, text) to foyer_anonymous, foyer_user;

create or replace function app_hidden.check_webhook(name text, url text, topics app_public.webhook_topic[]) returns void
language plpgsql stable set search_path = pg_catalog
as $$
begin
  if length(trim(coalesce(name, ''))) not between 1 and 80 then
    raise exception 'An endpoint needs a name of 1 to 80 characters.' using errcode = 'FY008';
  end if;
  if coalesce(cardinality(topics), 0) = 0 or array_position(topics, null) is not null then
    raise exception 'Nothing is chosen that the endpoint should be told.' using errcode = 'FY008', hint = 'Choose at least one.';
  end if;
  -- Whether the address is one of the public internet is looked at when something is sent: names change what they mean.
  if coalesce(length(url), 0) > 2000
    or url !~* '^(https://([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?|http://(localhost|127\.0\.0\.1))(:[0-9]{1,5})?([/?][^\s#]*)?$'
    or (regexp_match(url, '^https?://[^/?:]+:([0-9]+)', 'i'))[1]::int not between 1 and 65535
    or url is null
  then
    raise exception 'This is not an address that can be told anything.' using errcode = 'FY008',
      hint = 'It begins with https:// and has no sign-in and no # in it.';
  end if;
end
$$;
comment on function app_hidden.check_webhook(text, text, app_public.webhook_topic[]) is 'Refuses what cannot be an endpoint.';

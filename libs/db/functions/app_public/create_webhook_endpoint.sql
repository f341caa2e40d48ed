create or replace function app_public.create_webhook_endpoint(
  org_id uuid, name text, url text, topics app_public.webhook_topic[]
) returns app_public.webhook_endpoint_secret
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  made app_public.webhook_endpoint_secret;
  new_endpoint app_public.webhook_endpoints;
begin
  perform app_hidden.require_org_role(org_id, 'admin');
  perform app_hidden.check_webhook(name, url, topics);
  if (select count(*) from app_public.webhook_endpoints w where w.org_id = create_webhook_endpoint.org_id) >= 10 then
    raise exception 'An organization has at most 10 endpoints.' using errcode = 'FY004', hint = 'Remove those that are not in use.';
  end if;
  insert into app_public.webhook_endpoints (org_id, name, url, topics)
  values (create_webhook_endpoint.org_id, trim(create_webhook_endpoint.name), create_webhook_endpoint.url,
    array(select distinct t from unnest(create_webhook_endpoint.topics) t order by t))
  returning * into new_endpoint;
  insert into app_private.webhook_secrets (webhook_endpoint_id) values (new_endpoint.id)
  returning 'whsec_' || encode(secret, 'base64') into made.secret;
  made.endpoint := new_endpoint;
  return made;
end
$$;
comment on function app_public.create_webhook_endpoint(uuid, text, text, app_public.webhook_topic[]) is
  'Has an address told what happens from now on; the secret is shown this once. For admins of its organization.';
grant execute on function app_public.create_webhook_endpoint(uuid, text, text, app_public.webhook_topic[]) to foyer_user;

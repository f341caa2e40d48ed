create or replace function app_private.keep_event_access() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  link text := trim(new.location ->> 'onlineUrl');
begin
  -- Instead of RLS: whoever may write the event may write how to take part in it.
  new.location := new.location - 'onlineUrl';
  if coalesce(link, '') = '' then
    delete from app_public.event_access a where a.org_id = new.org_id and a.event_id = new.id;
  else
    insert into app_public.event_access as a (org_id, event_id, online_url) values (new.org_id, new.id, link)
    on conflict (org_id, event_id) do update set online_url = excluded.online_url
      where a.online_url <> excluded.online_url;
  end if;
  return new;
end
$$;
comment on function app_private.keep_event_access() is
  'Moves location.onlineUrl where only those see it who may take part; without the key nothing changes.';

create or replace trigger keep_event_access before insert or update of location on app_public.events
  for each row when (new.location ? 'onlineUrl')
  execute function app_private.keep_event_access();

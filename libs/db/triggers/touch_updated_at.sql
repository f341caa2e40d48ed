create or replace function app_private.touch_updated_at() returns trigger
language plpgsql set search_path = pg_catalog
as $$
begin
  new.updated_at := now();
  return new;
end
$$;

do $$
declare
  t text;
begin
  foreach t in array array['users', 'organizations', 'org_branding', 'events', 'event_access', 'sessions', 'speakers', 'ticket_types',
    'registrations', 'payments', 'refunds', 'waiting_rooms', 'webhook_endpoints']
  loop
    execute format('create or replace trigger touch_updated_at before update on app_public.%I
      for each row execute function app_private.touch_updated_at()', t);
  end loop;
end $$;

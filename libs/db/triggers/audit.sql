create or replace function app_private.audit() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog
-- The plan is made for the first statement, mostly of one row: it must not pair every row with every other one for good,
-- whatever the function whose statement this is wants for itself.
set enable_nestloop = off set enable_hashjoin = on set jit = off
as $$
declare
  -- Counters and derived columns tell nothing that other rows do not tell.
  left_out text[] := '{updated_at,held_count,sold_count,changed_xact,request_fingerprint,idempotency_key,last_seen_at,list_made_at,waiting_scan_count,failing_since,paused_until,next_attempt_at}';
  -- Asked once: a statement may write hundreds of rows.
  by_user uuid := app_hidden.current_user_id();
  by_request text := nullif(current_setting('foyer.request_id', true), '');
begin
  if tg_op = 'INSERT' then
    insert into app_public.audit_logs (org_id, table_name, record_id, action, new_data, user_id, request_id)
    select coalesce((data ->> 'org_id')::uuid, id), tg_table_name, id, 'insert', data,
      coalesce(by_user, case when tg_table_name = 'registrations' then (data ->> 'user_id')::uuid end), by_request
    from (select id, to_jsonb(n) - left_out as data from new_rows n offset 0) as n;
  elsif tg_op = 'DELETE' then
    insert into app_public.audit_logs (org_id, table_name, record_id, action, old_data, user_id, request_id)
    select coalesce((data ->> 'org_id')::uuid, (data ->> 'id')::uuid), tg_table_name, (data ->> 'id')::uuid, 'delete', data - left_out,
      by_user, by_request
    from (select to_jsonb(o) as data from old_rows o) as o;
  else
    insert into app_public.audit_logs (org_id, table_name, record_id, action, old_data, new_data, user_id, request_id)
    select coalesce((new_data ->> 'org_id')::uuid, id), tg_table_name, id, 'update',
      changed.before, changed.after, by_user, by_request
    from (select id, to_jsonb(o) as old_data, to_jsonb(n) as new_data from new_rows n left join old_rows o using (id) offset 0) as paired
    cross join lateral (
      select jsonb_object_agg(key, old_data -> key) as before, jsonb_object_agg(key, value) as after
      from jsonb_each(new_data)
      where old_data -> key is distinct from value and key <> all (left_out)) as changed
    where changed.after is not null;
  end if;
  return null;
end
$$;
comment on function app_private.audit() is
  'Writes audit_logs for a whole statement at once: what was inserted, deleted, or the columns that changed.';

do $$
declare
  t text;
begin
  foreach t in array array['organizations', 'org_members', 'org_branding', 'events', 'event_access', 'event_links', 'sessions', 'quotas', 'ticket_types',
    'registrations', 'tickets', 'payments', 'refunds', 'gates', 'devices', 'check_ins', 'waiting_rooms', 'webhook_endpoints']
  loop
    execute format('create or replace trigger audit_insert after insert on app_public.%I
      referencing new table as new_rows for each statement execute function app_private.audit()', t);
    execute format('create or replace trigger audit_update after update on app_public.%I
      referencing old table as old_rows new table as new_rows for each statement execute function app_private.audit()', t);
    execute format('create or replace trigger audit_delete after delete on app_public.%I
      referencing old table as old_rows for each statement execute function app_private.audit()', t);
  end loop;
end $$;

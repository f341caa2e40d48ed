create or replace function app_private.notify_events() returns trigger
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  -- One notification per event and statement; PostgreSQL folds equal ones of a transaction.
  perform pg_notify(tg_argv[0], event_id::text) from (select distinct event_id from new_rows) as changed;
  return null;
end
$$;
comment on function app_private.notify_events() is 'Tells listeners on the channel in the first argument which events changed.';

create or replace function app_private.notify_registration_status() returns trigger
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  -- Commits that notify wait for one another, all over the server: who only enters a name must not.
  perform pg_notify(tg_argv[0], event_id::text)
  from (
    select distinct event_id
    from (
      select id, status, event_id from old_rows
      union all
      select id, status, event_id from new_rows) as versions
    group by id, event_id having min(status) <> max(status)) as changed;
  return null;
end
$$;
comment on function app_private.notify_registration_status() is
  'Tells listeners on the channel in the first argument which events have registrations whose status changed.';

create or replace function app_private.notify_outbox() returns trigger
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  perform pg_notify('foyer_outbox', '');
  return null;
end
$$;

create or replace trigger notify_live_insert after insert on app_public.quotas
  referencing new table as new_rows for each statement execute function app_private.notify_events('foyer_live');
create or replace trigger notify_live_update after update on app_public.quotas
  referencing new table as new_rows for each statement execute function app_private.notify_events('foyer_live');
create or replace trigger notify_live_insert after insert on app_public.check_ins
  referencing new table as new_rows for each statement execute function app_private.notify_events('foyer_live');
create or replace trigger notify_live_update after update on app_public.check_ins
  referencing new table as new_rows for each statement execute function app_private.notify_events('foyer_live');
-- Types without a quota change no count; their registrations must move the dashboard all the same.
create or replace trigger notify_live_update after update on app_public.registrations
  referencing old table as old_rows new table as new_rows for each statement
  execute function app_private.notify_registration_status('foyer_live');

create or replace trigger notify_tickets_insert after insert on app_public.tickets
  referencing new table as new_rows for each statement execute function app_private.notify_events('foyer_tickets');
create or replace trigger notify_tickets_update after update on app_public.tickets
  referencing new table as new_rows for each statement execute function app_private.notify_events('foyer_tickets');

create or replace trigger notify_outbox after insert on app_private.outbox
  for each statement execute function app_private.notify_outbox();

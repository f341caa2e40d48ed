create or replace function app_private.is_webhook_wanted(org_ids uuid[]) returns boolean
language sql stable security definer set search_path = pg_catalog set enable_seqscan = off
as $$
  select exists (select from app_public.webhook_endpoints w where w.org_id = any (org_ids) and w.disabled_at is null)
$$;
comment on function app_private.is_webhook_wanted(uuid[]) is 'Asked first: most organizations have nobody told, and selling should not pay for it.';

create or replace function app_private.emit_webhooks(changes jsonb) returns void
language sql volatile security definer set search_path = pg_catalog
-- Each change looks up the endpoints of its organization, whatever its caller wants for itself.
set enable_seqscan = off set enable_nestloop = on set enable_hashjoin = off set enable_mergejoin = off
as $$
  insert into app_public.webhook_deliveries (org_id, webhook_endpoint_id, topic, subject_id)
  select c.org_id, w.id, c.topic, c.subject_id
  from jsonb_to_recordset(changes) as c (org_id uuid, topic app_public.webhook_topic, subject_id uuid)
  join app_public.webhook_endpoints w on w.org_id = c.org_id and w.disabled_at is null and c.topic = any (w.topics)
  -- One that is being removed is told nothing, and nobody waits for that.
  for key share of w skip locked
$$;
comment on function app_private.emit_webhooks(jsonb) is
  'Has every endpoint told that wants to know, in this transaction: [{org_id, topic, subject_id}].';

create or replace function app_private.emit_registration_webhooks() returns trigger
language plpgsql security definer set search_path = pg_catalog
-- As in audit(): a plan that is made for one row must not pair thousands with one another.
set enable_nestloop = off set enable_hashjoin = on set jit = off
as $$
begin
  if app_private.is_webhook_wanted(array(select n.org_id from new_rows n)) then
    perform app_private.emit_webhooks(jsonb_agg(jsonb_build_object(
      'org_id', n.org_id, 'subject_id', n.id, 'topic', 'registration_' || n.status)))
    from new_rows n join old_rows o using (id)
    -- A hold that nobody paid was never anybody's order.
    where n.status = 'confirmed' and o.status <> 'confirmed' or n.status = 'cancelled' and o.status = 'confirmed';
  end if;
  return null;
end
$$;

create or replace function app_private.emit_event_webhooks() returns trigger
language plpgsql security definer set search_path = pg_catalog
-- As in audit(): a plan that is made for one row must not pair thousands with one another.
set enable_nestloop = off set enable_hashjoin = on set jit = off
as $$
begin
  if app_private.is_webhook_wanted(array(select n.org_id from new_rows n)) then
    perform app_private.emit_webhooks(jsonb_agg(jsonb_build_object(
      'org_id', n.org_id, 'subject_id', n.id,
      'topic', 'event_' || case n.status when 'draft' then 'unpublished' else n.status::text end)))
    from new_rows n join old_rows o using (id) where n.status <> o.status;
  end if;
  return null;
end
$$;

create or replace function app_private.emit_check_in_webhooks() returns trigger
language plpgsql security definer set search_path = pg_catalog
-- As in audit(): a plan that is made for one row must not pair thousands with one another.
set enable_nestloop = off set enable_hashjoin = on set jit = off
as $$
begin
  if app_private.is_webhook_wanted(array(select n.org_id from new_rows n)) then
    if tg_op = 'INSERT' then
      perform app_private.emit_webhooks(jsonb_agg(jsonb_build_object(
        'org_id', n.org_id, 'subject_id', n.id, 'topic', 'ticket_checked_in')))
      from new_rows n;
    else
      perform app_private.emit_webhooks(jsonb_agg(jsonb_build_object(
        'org_id', n.org_id, 'subject_id', n.id, 'topic', 'ticket_check_in_undone')))
      from new_rows n join old_rows o using (id) where n.undone_at is not null and o.undone_at is null;
    end if;
  end if;
  return null;
end
$$;

create or replace function app_private.emit_ticket_webhooks() returns trigger
language plpgsql security definer set search_path = pg_catalog
-- As in audit(): a plan that is made for one row must not pair thousands with one another.
set enable_nestloop = off set enable_hashjoin = on set jit = off
as $$
begin
  if app_private.is_webhook_wanted(array(select n.org_id from new_rows n)) then
    perform app_private.emit_webhooks(jsonb_agg(jsonb_build_object(
      'org_id', n.org_id, 'subject_id', n.id, 'topic', 'ticket_cancelled')))
    from new_rows n join old_rows o using (id) where n.status = 'cancelled' and o.status <> 'cancelled';
  end if;
  return null;
end
$$;

create or replace function app_private.emit_transfer_webhooks() returns trigger
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  if app_private.is_webhook_wanted(array(select n.org_id from new_rows n)) then
    perform app_private.emit_webhooks(jsonb_agg(jsonb_build_object(
      'org_id', n.org_id, 'subject_id', n.id, 'topic', 'ticket_transferred')))
    from new_rows n;
  end if;
  return null;
end
$$;

create or replace trigger emit_webhooks after update on app_public.registrations
  referencing old table as old_rows new table as new_rows for each statement
  execute function app_private.emit_registration_webhooks();
create or replace trigger emit_webhooks after update on app_public.events
  referencing old table as old_rows new table as new_rows for each statement
  execute function app_private.emit_event_webhooks();
create or replace trigger emit_webhooks_insert after insert on app_public.check_ins
  referencing new table as new_rows for each statement execute function app_private.emit_check_in_webhooks();
create or replace trigger emit_webhooks_update after update on app_public.check_ins
  referencing old table as old_rows new table as new_rows for each statement
  execute function app_private.emit_check_in_webhooks();
create or replace trigger emit_webhooks after update on app_public.tickets
  referencing old table as old_rows new table as new_rows for each statement
  execute function app_private.emit_ticket_webhooks();
create or replace trigger emit_webhooks after insert on app_private.ticket_transfers
  referencing new table as new_rows for each statement execute function app_private.emit_transfer_webhooks();

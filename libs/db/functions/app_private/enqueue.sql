create or replace function app_private.enqueue(topic text, org_id uuid, payload jsonb) returns void
language sql volatile security definer set search_path = pg_catalog
as $$
  insert into app_private.outbox (topic, org_id, payload) values (topic, org_id, payload)
$$;
comment on function app_private.enqueue(text, uuid, jsonb) is
  'Puts an event into the outbox of this transaction; topics and payloads as in @foyer/types outboxPayloads.';

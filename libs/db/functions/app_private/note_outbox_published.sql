create or replace function app_private.note_outbox_published(ids bigint[], mark uuid, run_id text) returns boolean
language sql volatile security definer set search_path = pg_catalog
as $$
  -- Locked: whoever notes another memory did so before, and nothing is published here, or comes after and finds these.
  with same as materialized (
    select from app_private.queue_memory m
    where m.mark = note_outbox_published.mark and m.run_id = note_outbox_published.run_id
    for share),
  published as (
    update app_private.outbox set published_at = clock_timestamp()
    where id = any (ids) and published_at is null and exists (select from same))
  select exists (select from same)
$$;
comment on function app_private.note_outbox_published(bigint[], uuid, text) is
  'Marks outbox rows as handed to the queue, if its memory still is the one that was noted before: else false, and their lease runs out.';
grant execute on function app_private.note_outbox_published(bigint[], uuid, text) to foyer_worker;

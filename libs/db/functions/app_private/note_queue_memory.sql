create or replace function app_private.note_queue_memory(mark uuid, run_id text) returns int
language plpgsql volatile security definer set search_path = pg_catalog
as $$
#variable_conflict use_column
declare
  known app_private.queue_memory;
  forgotten int;
begin
  insert into app_private.queue_memory (mark, run_id)
  values (note_queue_memory.mark, note_queue_memory.run_id) on conflict do nothing;
  -- Locked, so that of several workers that notice one publishes again.
  select * into strict known from app_private.queue_memory for update;
  if known.mark = note_queue_memory.mark and known.run_id = note_queue_memory.run_id then
    return 0;
  end if;

  update app_private.outbox o
  set published_at = null, leased_until = '-infinity'
  where o.published_at is not null
    -- A Redis that was only restarted has lost what its file had not got yet: a second, with a margin.
    and (known.mark <> note_queue_memory.mark or o.published_at > clock_timestamp() - interval '10 minutes');
  get diagnostics forgotten = row_count;

  update app_private.queue_memory
  set mark = note_queue_memory.mark, run_id = note_queue_memory.run_id, noted_at = clock_timestamp();
  return forgotten;
end
$$;
comment on function app_private.note_queue_memory(uuid, text) is
  'Compares the queue''s Redis with the one the outbox was handed to. If it may have lost jobs, their rows wait to be published again (jobs know their ids, so what it kept stays one job); says how many.';
grant execute on function app_private.note_queue_memory(uuid, text) to foyer_worker;

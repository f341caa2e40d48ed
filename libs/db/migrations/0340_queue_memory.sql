create table app_private.queue_memory (
  is_only boolean primary key default true check (is_only),
  mark uuid not null,
  run_id text not null,
  noted_at timestamptz not null default clock_timestamp()
);
comment on table app_private.queue_memory is
  'What the queue''s Redis was when rows of the outbox were last handed to it. Another mark: it lost everything; another run: perhaps its last seconds.';

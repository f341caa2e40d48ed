create or replace function app_private.mark_outbox_published(ids bigint[]) returns void
language sql volatile security definer set search_path = pg_catalog
as $$
  update app_private.outbox set published_at = clock_timestamp() where id = any (ids) and published_at is null
$$;
comment on function app_private.mark_outbox_published(bigint[]) is
  'note_outbox_published whatever the queue remembers, as workers of the release before call it.';
grant execute on function app_private.mark_outbox_published(bigint[]) to foyer_worker;

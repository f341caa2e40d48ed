create or replace function app_private.begin_audit_era() returns void
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  next_xact xid8 := pg_snapshot_xmax(pg_current_snapshot());
  era app_private.audit_eras;
  previous app_private.audit_seals;
  last_known bigint;
  rest record;
begin
  select * into era from app_private.audit_eras order by first_audit_id desc limit 1;
  select * into previous from app_private.audit_seals order by id desc limit 1;
  -- What this server has not given out yet was given out by another one.
  select max(id) into last_known from app_public.audit_logs
  where xact >= next_xact and id >= coalesce(era.first_audit_id, 0);
  if last_known is null then
    if previous.until_xact is null or previous.until_xact <= next_xact or previous.id <= era.after_seal_id then
      return;
    end if;
    -- Everything that came along is sealed; what is beyond that number of rows was written here.
    select max(id) into last_known from (
      select id from app_public.audit_logs order by id
      limit (select sum(row_count) from app_private.audit_seals)) as sealed;
  end if;

  select count(*) as row_count, max(a.xact) as last_xact,
    sha256(coalesce(previous.hash, ''::bytea) || coalesce(string_agg(app_private.audit_row_hash(a), ''::bytea order by a.xact, a.id), ''::bytea)) as hash
  into rest
  from app_public.audit_logs a
  where a.id between coalesce(era.first_audit_id, 0) and last_known
    and (previous.until_xact is null or previous.id = era.after_seal_id or a.xact >= previous.until_xact);
  if rest.row_count > 0 then
    insert into app_private.audit_seals (until_xact, row_count, hash)
    values ((rest.last_xact::text::bigint + 1)::text::xid8, rest.row_count, rest.hash)
    returning * into previous;
  end if;
  insert into app_private.audit_eras (first_audit_id, after_seal_id) values (last_known + 1, coalesce(previous.id, 0));

  -- The door asks for what changed since a transaction: these would count as changed for ever.
  update app_public.tickets set updated_at = updated_at where changed_xact >= next_xact;
end
$$;
comment on function app_private.begin_audit_era() is
  'Seals what came with a dump from another server and lets the chain go on with the transaction ids of this one. Nothing to do, mostly.';

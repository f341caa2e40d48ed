create or replace function app_private.seal_audit() returns bigint
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  era app_private.audit_eras;
  previous app_private.audit_seals;
  horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
  sealed record;
begin
  -- One sealer at a time; rows of running transactions wait for the next seal, so none is ever missed.
  perform pg_advisory_xact_lock(hashtext('foyer:seal_audit'));
  perform app_private.begin_audit_era();
  select * into era from app_private.audit_eras order by first_audit_id desc limit 1;
  select * into previous from app_private.audit_seals order by id desc limit 1;
  select count(*) as row_count,
    sha256(coalesce(previous.hash, ''::bytea) || coalesce(string_agg(app_private.audit_row_hash(a), ''::bytea order by a.xact, a.id), ''::bytea)) as hash
  into sealed
  from app_public.audit_logs a
  where a.xact < horizon and a.id >= coalesce(era.first_audit_id, 0)
    and (previous.until_xact is null or previous.id = era.after_seal_id or a.xact >= previous.until_xact);
  if sealed.row_count > 0 then
    insert into app_private.audit_seals (until_xact, row_count, hash)
    values (horizon, sealed.row_count, sealed.hash);
  end if;
  return sealed.row_count;
end
$$;
comment on function app_private.seal_audit() is 'Extends the hash chain over what was committed since the last seal; says how many rows.';
grant execute on function app_private.seal_audit() to foyer_worker;

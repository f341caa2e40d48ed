create or replace function app_private.verify_audit()
returns table (seal_id bigint, is_intact boolean)
language plpgsql stable security definer set search_path = pg_catalog
as $$
declare
  seal record;
  era_start bigint := 0;
  from_xact xid8;
  hash bytea := '';
  row_count bigint;
begin
  for seal in
    select s.*,
      coalesce((select max(e.first_audit_id) from app_private.audit_eras e where e.after_seal_id < s.id), 0) as first_id,
      (select min(e.first_audit_id) from app_private.audit_eras e where e.after_seal_id >= s.id) as end_id
    from app_private.audit_seals s order by s.id
  loop
    -- After a restore into another server transaction ids began anew.
    if seal.first_id > era_start then
      from_xact := null;
      era_start := seal.first_id;
    end if;
    select count(*), sha256(hash || coalesce(string_agg(app_private.audit_row_hash(a), ''::bytea order by a.xact, a.id), ''::bytea))
    into row_count, hash
    from app_public.audit_logs a
    where a.xact < seal.until_xact and (from_xact is null or a.xact >= from_xact)
      and a.id >= seal.first_id and (seal.end_id is null or a.id < seal.end_id);
    seal_id := seal.id;
    is_intact := hash = seal.hash and row_count = seal.row_count;
    return next;
    from_xact := seal.until_xact;
  end loop;
end
$$;
comment on function app_private.verify_audit() is 'Recomputes the chain; the first seal that is not intact shows where the record was changed.';
grant execute on function app_private.verify_audit() to foyer_worker;

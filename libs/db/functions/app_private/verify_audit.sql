create or replace function app_private.verify_audit()
returns table (seal_id bigint, is_intact boolean)
language plpgsql stable security definer set search_path = pg_catalog
as $$
declare
  seal app_private.audit_seals;
  from_xact xid8;
  hash bytea := '';
  row_count bigint;
begin
  for seal in select * from app_private.audit_seals order by id loop
    select count(*), sha256(hash || coalesce(string_agg(app_private.audit_row_hash(a), ''::bytea order by a.xact, a.id), ''::bytea))
    into row_count, hash
    from app_public.audit_logs a
    where a.xact < seal.until_xact and (from_xact is null or a.xact >= from_xact);
    seal_id := seal.id;
    is_intact := hash = seal.hash and row_count = seal.row_count;
    return next;
    from_xact := seal.until_xact;
  end loop;
end
$$;
comment on function app_private.verify_audit() is 'Recomputes the chain; the first seal that is not intact shows where the record was changed.';
grant execute on function app_private.verify_audit() to foyer_worker;

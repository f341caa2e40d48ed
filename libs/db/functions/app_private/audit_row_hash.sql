create or replace function app_private.audit_row_hash(a app_public.audit_logs) returns bytea
language sql immutable set search_path = pg_catalog
as $$
  select sha256(convert_to(concat_ws('|', a.id, a.org_id, a.table_name, a.record_id, a.action,
    a.old_data, a.new_data, a.user_id, a.request_id, a.xact, extract(epoch from a.created_at)), 'UTF8'))
$$;
comment on function app_private.audit_row_hash(app_public.audit_logs) is 'SHA-256 of everything an audit row says.';

create or replace function app_private.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog
as $$
begin
  raise exception '% is append only.', tg_table_name using errcode = 'integrity_constraint_violation';
end
$$;
comment on function app_private.refuse_change() is 'Even the owner of the table cannot rewrite history by accident.';

create or replace trigger append_only before update or delete or truncate on app_public.audit_logs
  for each statement execute function app_private.refuse_change();
create or replace trigger append_only before update or delete or truncate on app_private.audit_seals
  for each statement execute function app_private.refuse_change();
create or replace trigger append_only before update or delete or truncate on app_private.audit_eras
  for each statement execute function app_private.refuse_change();
create or replace trigger append_only before update or delete or truncate on app_public.ledger_entries
  for each statement execute function app_private.refuse_change();

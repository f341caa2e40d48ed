create or replace function app_private.mark_ticket_change() returns trigger
language plpgsql set search_path = pg_catalog
as $$
begin
  new.updated_at := now();
  new.changed_xact := pg_current_xact_id();
  return new;
end
$$;
comment on function app_private.mark_ticket_change() is 'Lets the check-in service ask for what changed since a transaction.';

create or replace trigger mark_ticket_change before update on app_public.tickets
  for each row execute function app_private.mark_ticket_change();

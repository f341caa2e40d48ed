create or replace function app_public.undo_check_in(check_in_id uuid) returns app_public.check_ins
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  check_in app_public.check_ins;
begin
  select * into check_in from app_public.check_ins c where c.id = undo_check_in.check_in_id;
  perform app_hidden.require_org_role(check_in.org_id, 'staff');
  perform app_private.lock_check_ins(check_in.event_id);
  update app_public.check_ins c set undone_at = clock_timestamp(), undone_by = app_hidden.current_user_id()
  where c.id = check_in.id and c.undone_at is null;
  if found then
    -- Touching the ticket tells the door that it may be used again.
    update app_public.tickets t set updated_at = now() where t.id = check_in.ticket_id;
  end if;
  select * into check_in from app_public.check_ins c where c.id = undo_check_in.check_in_id;
  return check_in;
end
$$;
comment on function app_public.undo_check_in(uuid) is 'Takes an admission back, so that the ticket admits again. For its organization.';
grant execute on function app_public.undo_check_in(uuid) to foyer_user;

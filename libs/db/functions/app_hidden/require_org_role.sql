create or replace function app_hidden.require_org_role(org_id uuid, min_role app_public.org_role) returns void
language plpgsql stable security definer set search_path = pg_catalog
as $$
begin
  -- Instead of RLS: the caller's own membership of this organization.
  if app_hidden.current_user_id() is null then
    raise exception 'Please sign in first.' using errcode = 'FY011';
  end if;
  if not exists (
    select from app_public.org_members m
    where m.org_id = require_org_role.org_id and m.user_id = app_hidden.current_user_id()
  ) then
    -- The same answer as for something that does not exist.
    raise exception 'There is nothing here that you may see.' using errcode = 'FY006';
  end if;
  if not exists (
    select from app_public.org_members m
    where m.org_id = require_org_role.org_id and m.user_id = app_hidden.current_user_id()
      and m.role >= min_role
  ) then
    raise exception 'Your role does not allow this.' using errcode = 'FY007',
      hint = format('It takes the role %s or higher; ask an owner of the organization.', min_role);
  end if;
end
$$;

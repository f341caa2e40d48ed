create or replace function app_hidden.my_org_ids(min_role app_public.org_role default 'staff') returns setof uuid
language sql stable security definer rows 3 set search_path = pg_catalog
-- A handful: told nothing, the planner expects 1,000, and reads whole tables rather than ask so often.
as $$
  -- Instead of RLS: only the caller's own memberships.
  select org_id from app_public.org_members
  where user_id = app_hidden.current_user_id() and role >= min_role
$$;
comment on function app_hidden.my_org_ids(app_public.org_role) is
  'Organizations the caller works for, at least in this role. Used as `org_id in (select …)`: evaluated once per query.';
grant execute on function app_hidden.my_org_ids(app_public.org_role) to foyer_anonymous, foyer_user;

create or replace function app_public.create_organization(name text, slug text) returns app_public.organizations
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  organization app_public.organizations;
begin
  -- Instead of RLS: any signed-in person with a verified address may found an organization, and owns it.
  if app_hidden.current_user_id() is null then
    raise exception 'Please sign in first.' using errcode = 'FY011';
  end if;
  if not exists (select from app_public.users u where u.id = app_hidden.current_user_id() and u.email_verified_at is not null) then
    raise exception 'Please confirm your e-mail address first.' using errcode = 'FY016', hint = 'Open the link we mailed you.';
  end if;
  if (select count(*) from app_public.org_members m where m.user_id = app_hidden.current_user_id() and m.role = 'owner') >= 50 then
    raise exception 'You own 50 organizations already.' using errcode = 'FY004';
  end if;
  begin
    insert into app_public.organizations (name, slug) values (trim(create_organization.name), lower(create_organization.slug))
    returning * into organization;
  exception
    when unique_violation then
      raise exception 'This address is taken.' using errcode = 'FY017', hint = 'Choose another one.';
    when check_violation then
      raise exception 'The name or the address is not valid.' using errcode = 'FY008',
        hint = 'The address has 2 to 60 lower-case letters, digits and single dashes.';
  end;
  insert into app_public.org_members (org_id, user_id, role) values (organization.id, app_hidden.current_user_id(), 'owner');
  insert into app_public.org_branding (org_id) values (organization.id);
  return organization;
end
$$;
comment on function app_public.create_organization(text, text) is 'Founds an organization at /o/<slug>; the caller becomes its owner.';
grant execute on function app_public.create_organization(text, text) to foyer_user;

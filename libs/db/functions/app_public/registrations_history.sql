create or replace function app_public.registrations_history(r app_public.registrations) returns setof app_public.audit_logs
language sql stable security definer set search_path = pg_catalog
as $$
  -- Instead of RLS: staff of the registration's organization; buyers do not see it.
  select a.* from app_public.audit_logs a
  where a.org_id = r.org_id and r.org_id = any (array(select app_hidden.my_org_ids('staff')))
    and a.record_id in (
      select r.id
      union all select p.id from app_public.payments p where p.registration_id = r.id
      union all select f.id from app_public.refunds f where f.registration_id = r.id
      union all select t.id from app_public.tickets t where t.registration_id = r.id
      union all select c.id from app_public.check_ins c join app_public.tickets t on t.id = c.ticket_id where t.registration_id = r.id)
  order by a.id
$$;
comment on function app_public.registrations_history(app_public.registrations) is 'Everything that happened to this registration, its payments, tickets and check-ins, oldest first.';
grant execute on function app_public.registrations_history(app_public.registrations) to foyer_user;

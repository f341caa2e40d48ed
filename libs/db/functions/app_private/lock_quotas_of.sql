create or replace function app_private.lock_quotas_of(registration_ids uuid[]) returns void
language sql volatile security definer set search_path = pg_catalog
as $$
  -- In id order: arbitrary order lost four transactions of five to deadlocks.
  select id from app_public.quotas
  where id in (
    select tq.quota_id
    from app_public.registration_items i
    join app_public.ticket_type_quotas tq using (org_id, event_id, ticket_type_id)
    where i.registration_id = any (registration_ids))
  order by id
  for update
$$;
comment on function app_private.lock_quotas_of(uuid[]) is
  'Locks every quota that these registrations draw from. Lock order everywhere: registrations, then quotas by id.';

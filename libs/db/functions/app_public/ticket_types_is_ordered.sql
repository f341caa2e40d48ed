create or replace function app_public.ticket_types_is_ordered(t app_public.ticket_types) returns boolean
-- By the type's own index, however many orders all events have: read from its start, the table is read up to the first.
language sql stable set search_path = pg_catalog set enable_seqscan = off
as $$
  -- Of somebody else's nothing is read.
  select case when t.org_id = any (array(select app_hidden.my_org_ids('staff')))
    then exists (select from app_public.registration_items i where i.ticket_type_id = t.id) else false end
$$;
comment on function app_public.ticket_types_is_ordered(app_public.ticket_types) is 'Was anything of this type ever ordered? For its organization.';
grant execute on function app_public.ticket_types_is_ordered(app_public.ticket_types) to foyer_anonymous, foyer_user;

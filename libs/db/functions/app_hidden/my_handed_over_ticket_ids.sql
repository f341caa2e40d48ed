create or replace function app_hidden.my_handed_over_ticket_ids() returns setof uuid
language sql stable security definer rows 1 set search_path = pg_catalog
as $$
  -- Instead of RLS: only tickets of the caller's own registrations.
  select t.id from app_public.tickets t
  where t.registration_id = any (array(select app_hidden.my_registration_ids())) and t.handed_over_at is not null
$$;
comment on function app_hidden.my_handed_over_ticket_ids() is 'Tickets that the caller bought and that belong to somebody else now.';
grant execute on function app_hidden.my_handed_over_ticket_ids() to foyer_anonymous, foyer_user;

create or replace function app_public.registrations_handed_over_tickets(r app_public.registrations)
returns table (ticket_id uuid, ticket_type_name text, attendee_name text, handed_over_at timestamptz)
language sql stable security definer set search_path = pg_catalog
as $$
  -- Instead of RLS: for the registration's own holder; staff see the tickets themselves.
  select t.id, y.name, t.attendee_name, t.handed_over_at
  from app_public.tickets t
  join app_public.ticket_types y on y.id = t.ticket_type_id
  where t.registration_id = r.id and t.handed_over_at is not null and t.status = 'valid'
    and r.id in (select app_hidden.my_registration_ids())
  order by t.id
$$;
comment on function app_public.registrations_handed_over_tickets(app_public.registrations) is
  'Tickets of this order that its buyer gave to somebody else: without any code. For the buyer.';
grant execute on function app_public.registrations_handed_over_tickets(app_public.registrations) to foyer_anonymous, foyer_user;

create or replace function app_private.registrations_by_email(email text)
returns table (registration_id uuid, confirmation_number text, event_title text, starts_at timestamptz, timezone text, ticket_count bigint)
language sql stable security definer set search_path = pg_catalog
as $$
  -- Only ever mailed to the address itself.
  select r.id, r.confirmation_number, e.title, e.starts_at, e.timezone,
    (select count(*) from app_public.tickets t where t.registration_id = r.id and t.status = 'valid')
  from app_public.registrations r join app_public.events e on e.id = r.event_id
  where r.buyer_email = lower(registrations_by_email.email) and r.status = 'confirmed'
    and e.ends_at > now() - interval '30 days'
  order by e.starts_at
  limit 50
$$;
comment on function app_private.registrations_by_email(text) is 'What the mail with ticket links lists.';
grant execute on function app_private.registrations_by_email(text) to foyer_worker;

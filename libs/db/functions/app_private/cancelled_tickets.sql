create or replace function app_private.cancelled_tickets(ticket_ids uuid[]) returns jsonb
language sql stable security definer set search_path = pg_catalog
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'attendeeName', t.attendee_name, 'ticketTypeName', y.name, 'code', t.code,
    'holderEmail', case when t.handed_over_at is not null then t.attendee_email end)
    order by y.position, t.id), '[]')
  from app_public.tickets t join app_public.ticket_types y on y.id = t.ticket_type_id
  where t.id = any (ticket_ids) and t.status = 'cancelled'
$$;
comment on function app_private.cancelled_tickets(uuid[]) is 'What a mail tells a buyer about tickets that are no longer good.';
grant execute on function app_private.cancelled_tickets(uuid[]) to foyer_worker;

create or replace function app_public.cancel_tickets(
  registration_id uuid, ticket_ids uuid[], refund_minor bigint default 0, message text default null
) returns app_public.registrations
language plpgsql volatile security definer set search_path = pg_catalog
as $$
begin
  perform app_hidden.require_org_role(
    (select r.org_id from app_public.registrations r where r.id = cancel_tickets.registration_id), 'admin');
  if refund_minor < 0 or length(message) > 2000 then
    raise exception 'A refund is not negative, and a message has 2,000 characters at most.' using errcode = 'FY008';
  end if;
  perform app_private.lock_order(cancel_tickets.registration_id);
  return app_private.cancel_tickets(cancel_tickets.registration_id, ticket_ids, coalesce(refund_minor, 0), true, message);
end
$$;
comment on function app_public.cancel_tickets(uuid, uuid[], bigint, text) is
  'Cancels tickets of an order for its organizer: they stop admitting and go back on sale. refund_minor, in the order''s currency, goes back to the buyer, who is told, with the message. The last ticket takes the order with it; cancelled tickets stay as they are.';
grant execute on function app_public.cancel_tickets(uuid, uuid[], bigint, text) to foyer_user;

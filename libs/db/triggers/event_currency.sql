create or replace function app_private.follow_event_currency() returns trigger
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  -- Whoever orders at the moment is before this or after it.
  perform t.id from app_public.ticket_types t where t.org_id = new.org_id and t.event_id = new.id order by t.id for no key update;
  perform q.id from app_public.quotas q where q.org_id = new.org_id and q.event_id = new.id order by q.id for update;
  -- What was ordered has a price already: a currency changes only before the first order.
  if exists (select from app_public.registrations r where r.org_id = new.org_id and r.event_id = new.id) then
    raise exception 'The currency cannot be changed any more.' using errcode = 'FY010',
      hint = 'Tickets of this event were ordered in it already.';
  end if;
  update app_public.ticket_types t set currency = new.currency
  where t.org_id = new.org_id and t.event_id = new.id and t.currency <> new.currency;
  return null;
end
$$;
comment on function app_private.follow_event_currency() is 'An event and its ticket types share one currency, fixed by the first order.';

create or replace trigger follow_event_currency after update of currency on app_public.events
  for each row when (old.currency is distinct from new.currency)
  execute function app_private.follow_event_currency();

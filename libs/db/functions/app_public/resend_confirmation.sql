create or replace function app_public.resend_confirmation(registration_id uuid) returns app_public.registrations
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  registration app_public.registrations;
  is_organizer boolean;
begin
  -- Instead of RLS: its buyer, or somebody who works for the organization.
  select * into registration from app_public.registrations r
  where r.id = resend_confirmation.registration_id
    and (r.user_id = app_hidden.current_user_id() or r.id = app_hidden.current_registration_id()
      or r.org_id in (select app_hidden.my_org_ids('staff')))
  for update;
  if not found then
    raise exception 'There is no such registration.' using errcode = 'FY006';
  end if;
  if registration.status <> 'confirmed' then
    raise exception 'Only a confirmed registration has tickets to send.' using errcode = 'FY010';
  end if;
  is_organizer := registration.org_id in (select app_hidden.my_org_ids('staff'));
  if not is_organizer and not exists (
    select from app_public.tickets t
    where t.registration_id = registration.id and t.status = 'valid' and t.handed_over_at is null)
  then
    raise exception 'All tickets of this order belong to somebody else now.' using errcode = 'FY032',
      hint = 'They were mailed to their holders.';
  end if;
  if (select count(*) from app_private.outbox o
    where o.topic = 'confirmation.resend_requested' and o.payload ->> 'registrationId' = registration.id::text
      and o.created_at > clock_timestamp() - interval '1 hour') >= 5
  then
    raise exception 'It was sent five times within the last hour.' using errcode = 'FY020', hint = 'Look into the spam folder, or try later.';
  end if;
  perform app_private.enqueue('confirmation.resend_requested', registration.org_id,
    jsonb_build_object('registrationId', registration.id));
  -- Those that were given away go to who has them, and only when the organization asks: buyers write to themselves.
  if is_organizer then
    insert into app_private.outbox (topic, org_id, payload)
    select 'ticket.resend_requested', x.org_id, jsonb_build_object('transferId', x.id)
    from app_public.tickets t
    join app_private.ticket_transfers x on x.ticket_id = t.id and x.former_version = t.version - 1
    where t.registration_id = registration.id and t.status = 'valid' and t.handed_over_at is not null;
  end if;
  return registration;
end
$$;
comment on function app_public.resend_confirmation(uuid) is 'Mails the tickets once more that the buyer has; asked by the organization, also those that were given away, to who has them.';
grant execute on function app_public.resend_confirmation(uuid) to foyer_anonymous, foyer_user;

-- A third of what an order costs is keeping indexes. An event's orders are listed by id, which is the order of
-- arrival (UUIDv7): the key that foreign keys point at serves the list too. An index of the event and the time,
-- chosen for a foreign key while the table was empty, read all of the event's orders for each new one.
alter table app_public.registration_items drop constraint registration_items_org_id_event_id_registration_id_fkey;
alter table app_public.payments drop constraint payments_org_id_event_id_registration_id_fkey;
alter table app_public.tickets drop constraint tickets_org_id_event_id_registration_id_fkey;
alter table app_public.registrations
  drop constraint registrations_org_id_event_id_id_key, add unique (event_id, id, org_id),
  drop constraint registrations_org_id_idempotency_key_event_id_key, add unique (idempotency_key, event_id);
drop index app_public.registrations_event_id_created_at_idx;
alter table app_public.registration_items add foreign key (org_id, event_id, registration_id)
  references app_public.registrations (org_id, event_id, id) on delete cascade;
alter table app_public.payments add foreign key (org_id, event_id, registration_id)
  references app_public.registrations (org_id, event_id, id) on delete restrict;
alter table app_public.tickets add foreign key (org_id, event_id, registration_id)
  references app_public.registrations (org_id, event_id, id) on delete restrict;

-- A registration is of one event of one organization: with the type, it says all.
drop index app_public.registration_items_registration_id_idx;
alter table app_public.registration_items
  drop constraint registration_items_org_id_event_id_registration_id_ticket_t_key, add unique (registration_id, ticket_type_id);

-- It answers by columns now, which is another type; the function follows in its file.
drop function if exists app_private.reserve_batch(jsonb);

-- Nothing told the planner that an event's latest orders are not the latest of all: the primary key gives the same
-- order, and was walked past everything that others sold since. No index that is not led by the event has its
-- nulls there: a list in this order cannot leave the event. It stays the key that foreign keys point at.
create unique index registrations_of_event on app_public.registrations (event_id, id nulls first, org_id);
alter table app_public.registration_items drop constraint registration_items_org_id_event_id_registration_id_fkey;
alter table app_public.payments drop constraint payments_org_id_event_id_registration_id_fkey;
alter table app_public.tickets drop constraint tickets_org_id_event_id_registration_id_fkey;
alter table app_public.registrations drop constraint registrations_event_id_id_org_id_key;
alter table app_public.registration_items add foreign key (org_id, event_id, registration_id)
  references app_public.registrations (org_id, event_id, id) on delete cascade;
alter table app_public.payments add foreign key (org_id, event_id, registration_id)
  references app_public.registrations (org_id, event_id, id) on delete restrict;
alter table app_public.tickets add foreign key (org_id, event_id, registration_id)
  references app_public.registrations (org_id, event_id, id) on delete restrict;

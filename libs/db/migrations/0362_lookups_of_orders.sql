-- Indexes that serve a lookup by id misled plans that were made while tables were empty: an order's tickets, in the
-- order of their ids, were looked for among all of the event's; and a foreign key found its order among all of the
-- organization's, by the index of their numbers.
drop index app_public.tickets_registration_id_idx;
create index tickets_of_registration on app_public.tickets (registration_id, id);
alter table app_public.registrations
  drop constraint registrations_org_id_confirmation_number_key, add unique (confirmation_number, org_id);

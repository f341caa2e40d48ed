-- A foreign key's index that begins with the tenant and the event looks, to the planner, as good for finding one
-- ticket as the unique index does, and reads all of the event's. Led by the id of the row it points at, an index
-- serves the foreign key, is half as large and misleads nobody; where the column is mostly null, it is nearly free.
drop index app_public.tickets_org_id_event_id_ticket_type_id_idx;
create index tickets_by_type on app_public.tickets (ticket_type_id);
drop index app_public.registration_items_org_id_event_id_ticket_type_id_idx;
create index registration_items_by_type on app_public.registration_items (ticket_type_id);
drop index app_public.scans_org_id_event_id_ticket_id_idx;
drop index app_public.scans_org_id_event_id_gate_id_idx;
drop index app_public.scans_org_id_event_id_device_id_idx;
create index scans_by_ticket on app_public.scans (ticket_id) where ticket_id is not null;
create index scans_by_gate on app_public.scans (gate_id) where gate_id is not null;
create index scans_by_device on app_public.scans (device_id) where device_id is not null;
drop index app_public.check_ins_org_id_event_id_gate_id_idx;
drop index app_public.check_ins_org_id_event_id_device_id_idx;
create index check_ins_by_gate on app_public.check_ins (gate_id) where gate_id is not null;
create index check_ins_by_device on app_public.check_ins (device_id) where device_id is not null;
drop index app_public.devices_org_id_event_id_gate_id_idx;
create index devices_by_gate on app_public.devices (gate_id) where gate_id is not null;

-- An event is one organization's, and a registration is one event's: told as independent, a page's rows were
-- expected to be one, and read and sorted all together before the page was cut.
create statistics app_public.event_links_of_events (dependencies) on org_id, event_id from app_public.event_links;
create statistics app_public.sessions_of_events (dependencies) on org_id, event_id from app_public.sessions;
create statistics app_public.quotas_of_events (dependencies) on org_id, event_id from app_public.quotas;
create statistics app_public.ticket_types_of_events (dependencies) on org_id, event_id from app_public.ticket_types;
create statistics app_public.ticket_type_quotas_of_events (dependencies) on org_id, event_id from app_public.ticket_type_quotas;
create statistics app_public.registrations_of_events (dependencies) on org_id, event_id from app_public.registrations;
create statistics app_public.registration_items_of_events (dependencies)
  on org_id, event_id, registration_id from app_public.registration_items;
create statistics app_public.tickets_of_events (dependencies) on org_id, event_id, registration_id from app_public.tickets;
create statistics app_public.payments_of_events (dependencies) on org_id, event_id, registration_id from app_public.payments;
create statistics app_public.gates_of_events (dependencies) on org_id, event_id from app_public.gates;
create statistics app_public.devices_of_events (dependencies) on org_id, event_id from app_public.devices;
create statistics app_public.scans_of_events (dependencies) on org_id, event_id from app_public.scans;
create statistics app_public.check_ins_of_events (dependencies) on org_id, event_id, ticket_id from app_public.check_ins;

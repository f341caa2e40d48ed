-- What belongs to an order or a ticket is found by its id. To a planner that has no statistics yet, or none of an event
-- that went on sale a minute ago, an index that holds the event and the organization is the better way: it expects next
-- to nothing there, and every look at one order read all that the event had sold. So none holds both but behind an id,
-- and what is looked up has one of all that is compared, in the order that lists ask for. As with orders (0363), those
-- of an event have their nulls where no other list asks for them.
create unique index tickets_of_organization on app_public.tickets (id, event_id, org_id);
alter table app_public.check_ins drop constraint check_ins_org_id_event_id_ticket_id_fkey;
alter table app_public.scans drop constraint scans_org_id_event_id_ticket_id_fkey;
alter table app_public.tickets drop constraint tickets_org_id_event_id_id_key,
  drop constraint tickets_org_id_event_id_code_key,
  add unique (code, event_id, org_id);
alter table app_public.check_ins add foreign key (org_id, event_id, ticket_id)
  references app_public.tickets (org_id, event_id, id) on delete restrict;
alter table app_public.scans add foreign key (org_id, event_id, ticket_id)
  references app_public.tickets (org_id, event_id, id) on delete restrict;
drop index app_public.tickets_event_id_id_idx;
create index tickets_of_event on app_public.tickets (event_id, id nulls first);
drop index app_public.tickets_of_registration;
create index tickets_of_registration on app_public.tickets (registration_id, event_id, org_id, id);
drop index app_public.tickets_event_id_changed_xact_idx;
create index tickets_changed on app_public.tickets (event_id, changed_xact, id);
drop index app_public.check_ins_ticket_id_idx;
create index check_ins_of_ticket on app_public.check_ins (ticket_id, event_id, org_id, id);
drop index app_public.check_ins_event_id_checked_in_at_idx;
create index check_ins_of_event on app_public.check_ins (event_id, checked_in_at desc, id);
drop index app_public.scans_by_ticket;
create index scans_of_ticket on app_public.scans (ticket_id, event_id, org_id, id) where ticket_id is not null;
drop index app_public.scans_event_id_scanned_at_idx;
create index scans_of_event on app_public.scans (event_id, scanned_at desc, id);

-- Led by the organization, the keys of check-ins were the way to all that its doors ever wrote.
drop index app_public.check_ins_one_per_checkpoint;
create unique index check_ins_one_per_checkpoint
  on app_public.check_ins (ticket_id, coalesce(session_id, '00000000-0000-0000-0000-000000000000'), org_id) where undone_at is null;
alter table app_public.check_ins drop constraint check_ins_org_id_scan_id_key, add unique (scan_id, org_id);
drop index app_public.check_ins_scan_id_idx;

-- And the key of payments to all that it ever took.
create unique index payments_of_organization on app_public.payments (id, org_id);
alter table app_public.ledger_entries drop constraint ledger_entries_org_id_payment_id_fkey;
alter table app_public.refunds drop constraint refunds_org_id_payment_id_fkey;
alter table app_public.payments drop constraint payments_org_id_id_key;
alter table app_public.ledger_entries add foreign key (org_id, payment_id)
  references app_public.payments (org_id, id) on delete restrict;
alter table app_public.refunds add foreign key (org_id, payment_id)
  references app_public.payments (org_id, id) on delete restrict;
drop index app_public.payments_registration_id_idx;
create index payments_of_registration on app_public.payments (registration_id, event_id, org_id, id);
-- What an event took, for its totals and for giving it back.
create index payments_taken on app_public.payments (event_id) where status = 'succeeded';

-- A type's items are all that it ever sold: of one order, it finds them by both.
drop index app_public.registration_items_by_type;
create index registration_items_by_type on app_public.registration_items (ticket_type_id, registration_id);

-- What a page shows is looked up, and costs what the page shows. PostgreSQL would rather read a table of every
-- organization than look up the hundred rows that it expects; a page that is in memory is not far away. And a connection
-- keeps its plans: one from when a sale had just begun would read the whole table for every look at one order.
-- Roles belong to the administrator.
reset role;
alter role foyer_authenticator set enable_seqscan = off;
alter role foyer_authenticator set random_page_cost = 1.1;

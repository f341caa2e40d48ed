-- What is on, soonest first: a page of it is the first rows of this index, past events are passed over without
-- being read.
drop index app_public.events_starts_at_idx;
create index events_on_show on app_public.events (starts_at, id, ends_at)
  where status = 'published' and visibility = 'public' and archived_at is null;

-- An event's attendees by name, a page at a time; counted without the table: what the policies ask for is in it.
create index tickets_of_event_by_name on app_public.tickets (event_id, attendee_name, id)
  include (org_id, registration_id);

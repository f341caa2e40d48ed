create table app_private.ticket_transfers (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  ticket_id uuid not null,
  user_id uuid references app_public.users on delete set null,
  is_by_organizer boolean not null,
  former_name text not null,
  former_email text,
  former_version int not null,
  former_code text not null,
  former_secret bytea not null check (length(former_secret) = 16),
  name text not null,
  email text not null,
  created_at timestamptz not null default clock_timestamp(),
  foreign key (org_id, event_id, ticket_id) references app_public.tickets (org_id, event_id, id) on delete cascade
);
-- Of one version there is one transfer, however often it was clicked.
create unique index ticket_transfers_one_per_version on app_private.ticket_transfers (ticket_id, former_version);
create index on app_private.ticket_transfers (user_id);
comment on table app_private.ticket_transfers is
  'Who gave which ticket to whom, and the secret and code that it replaced: the door knows those as replaced, not as unknown.';

alter type app_public.webhook_topic add value 'ticket_transferred' before 'endpoint_tested';
comment on column app_public.webhook_deliveries.subject_id is 'The registration, event, check-in or transfer that it is about.';

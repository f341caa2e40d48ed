alter type app_public.webhook_topic add value 'ticket_cancelled' before 'ticket_transferred';
comment on column app_public.webhook_deliveries.subject_id is 'The registration, event, ticket, check-in or transfer that it is about.';

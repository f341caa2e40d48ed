drop index concurrently if exists app_public.tickets_handed_over;
create index concurrently tickets_handed_over on app_public.tickets (registration_id) where handed_over_at is not null;

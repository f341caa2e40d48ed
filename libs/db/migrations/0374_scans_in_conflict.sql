drop index concurrently if exists app_public.scans_in_conflict;
create index concurrently scans_in_conflict on app_public.scans (event_id, scanned_at desc) where is_conflict;

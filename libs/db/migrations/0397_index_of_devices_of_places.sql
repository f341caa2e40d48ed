drop index concurrently if exists app_private.waiting_places_of_devices;
create index concurrently waiting_places_of_devices on app_private.waiting_places (event_id, device) where device is not null;

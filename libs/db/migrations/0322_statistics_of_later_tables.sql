-- As 0321 says of the others: an event is one organization's.
create statistics app_public.waiting_rooms_of_events (dependencies) on org_id, event_id from app_public.waiting_rooms;
create statistics app_public.event_access_of_events (dependencies) on org_id, event_id from app_public.event_access;

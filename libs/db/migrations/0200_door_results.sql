create type app_public.device_pairing as (device app_public.devices, pairing_code text, expires_at timestamptz);
comment on type app_public.device_pairing is
  'A device that waits to be paired, and the code that does it once. The code is shown now or never.';

-- The check-in service asks for the changes of an event; without a use it asks for the ticket alone.
create index check_ins_at_the_door on app_public.check_ins (org_id, ticket_id) where undone_at is null and session_id is null;

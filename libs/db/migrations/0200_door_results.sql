create type app_public.device_pairing as (device app_public.devices, pairing_code text, expires_at timestamptz);
comment on type app_public.device_pairing is
  'A device that waits to be paired, and the code that does it once. The code is shown now or never.';

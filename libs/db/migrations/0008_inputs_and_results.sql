create type app_public.attendee_input as (ticket_type_id uuid, name text, email text);
comment on type app_public.attendee_input is 'Who one ticket is for.';

create type app_public.quota_input as (id uuid, name text, kind app_public.quota_kind, capacity int);
comment on type app_public.quota_input is 'A quota to keep; the id is chosen by the client (UUID).';

create type app_public.ticket_type_input as (
  id uuid, name text, description text, price_minor bigint, sale_starts_at timestamptz, sale_ends_at timestamptz,
  min_per_order int, max_per_order int, is_hidden boolean, is_active boolean, quota_ids uuid[]);
comment on type app_public.ticket_type_input is
  'A ticket type to keep, in the order shown; the id is chosen by the client (UUID). quota_ids: what it draws from.';

create type app_public.ticket_availability as enum ('on_sale', 'held', 'sold_out', 'not_yet', 'ended');
comment on type app_public.ticket_availability is
  'held: none free now, but held ones may come back. sold_out only when nothing can come back.';
comment on type app_public.scan_verdict is 'Why a presented code was let in or not: a closed list.';

update app_public.ticket_types
set sale_starts_at = case when sale_starts_at between '1900-01-01' and '9999-01-01' then sale_starts_at end,
  sale_ends_at = case when sale_ends_at between '1900-01-01' and '9999-01-01' then sale_ends_at end
where not (sale_starts_at between '1900-01-01' and '9999-01-01' and sale_ends_at between '1900-01-01' and '9999-01-01');
alter table app_public.ticket_types
  add constraint ticket_types_times_can_be_told check (
    sale_starts_at between '1900-01-01' and '9999-01-01' and sale_ends_at between '1900-01-01' and '9999-01-01') not valid;

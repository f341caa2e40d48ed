alter table app_public.registration_items
  add column cancelled_quantity int not null default 0,
  add constraint registration_items_cancelled_quantity_check check (cancelled_quantity between 0 and quantity) not valid;
comment on column app_public.registration_items.cancelled_quantity is
  'How many of these were cancelled one by one. All of an event''s are gone with it, which is not counted here.';

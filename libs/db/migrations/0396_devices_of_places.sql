alter table app_private.waiting_places add column device text;
comment on column app_private.waiting_places.device is
  'Where an account last joined from: device:<hash>. Signed out, that browser keeps the place.';

alter table app_public.events enable row level security;
alter table app_public.events force row level security;
drop policy if exists owner_all on app_public.events;
create policy owner_all on app_public.events to foyer_owner using (true) with check (true);

drop policy if exists select_public on app_public.events;
create policy select_public on app_public.events for select to foyer_anonymous, foyer_user
  using (status in ('published', 'cancelled') and published_at is not null
    and visibility = 'public' and archived_at is null);
drop policy if exists select_by_link on app_public.events;
create policy select_by_link on app_public.events for select to foyer_anonymous, foyer_user
  using (status in ('published', 'cancelled') and id in (select app_hidden.linked_event_ids()));
drop policy if exists select_registered on app_public.events;
create policy select_registered on app_public.events for select to foyer_anonymous, foyer_user
  using (id in (select app_hidden.my_event_ids()));
drop policy if exists select_member on app_public.events;
create policy select_member on app_public.events for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('staff')));
drop policy if exists insert_admin on app_public.events;
create policy insert_admin on app_public.events for insert to foyer_user
  with check (org_id in (select app_hidden.my_org_ids('admin')));
drop policy if exists update_admin on app_public.events;
create policy update_admin on app_public.events for update to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')))
  with check (org_id in (select app_hidden.my_org_ids('admin')));

grant select on app_public.events to foyer_anonymous, foyer_user;
grant insert (org_id, slug, title, summary, description, category, event_type, visibility, starts_at,
    ends_at, timezone, location, cover_image_url, currency, contact_email, hold_seconds,
    max_tickets_per_order, max_tickets_per_person, check_in_opens_at, check_in_closes_at,
    cancellable_until, cancellation_refund_percent, is_transferable, transfers_close_at)
  on app_public.events to foyer_user;
-- Status, and what belongs to it, changes only through publish_event, unpublish_event, cancel_event.
grant update (slug, title, summary, description, category, event_type, visibility, starts_at,
    ends_at, timezone, location, cover_image_url, currency, contact_email, hold_seconds,
    max_tickets_per_order, max_tickets_per_person, check_in_opens_at, check_in_closes_at,
    cancellable_until, cancellation_refund_percent, is_transferable, transfers_close_at)
  on app_public.events to foyer_user;
comment on table app_public.events is E'@behavior +insert +update\nSomething people register for. Its sessions are agenda items.';

alter table app_public.org_branding enable row level security;
alter table app_public.org_branding force row level security;
drop policy if exists owner_all on app_public.org_branding;
create policy owner_all on app_public.org_branding to foyer_owner using (true) with check (true);

drop policy if exists select_all on app_public.org_branding;
create policy select_all on app_public.org_branding for select to foyer_anonymous, foyer_user
  using (true);
drop policy if exists update_admin on app_public.org_branding;
create policy update_admin on app_public.org_branding for update to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')))
  with check (org_id in (select app_hidden.my_org_ids('admin')));

-- Not `templates`: what an organization's mails are made of is nobody else's business.
revoke select on app_public.org_branding from foyer_anonymous, foyer_user;
grant select (id, org_id, tagline, logo_url, cover_image_url, colors, terms_of_service, privacy_policy, updated_at)
  on app_public.org_branding to foyer_anonymous, foyer_user;
grant update (tagline, logo_url, cover_image_url, colors, templates, terms_of_service, privacy_policy)
  on app_public.org_branding to foyer_user;
comment on table app_public.org_branding is E'@behavior +update\nHow an organization looks: colors is {"primary": "#rrggbb", "accent": "#rrggbb"}.';

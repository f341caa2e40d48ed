-- Nearly every check-in leaves these null, and every one had to write all of them.
drop index app_public.check_ins_org_id_session_id_idx;
drop index app_public.check_ins_org_id_event_id_undone_by_device_id_idx;
drop index app_public.check_ins_checked_in_by_idx;
drop index app_public.check_ins_undone_by_idx;
create index check_ins_by_session on app_public.check_ins (org_id, session_id) where session_id is not null;
create index check_ins_by_undoing_device on app_public.check_ins (org_id, event_id, undone_by_device_id)
  where undone_by_device_id is not null;
create index check_ins_by_person on app_public.check_ins (checked_in_by) where checked_in_by is not null;
create index check_ins_by_undoing_person on app_public.check_ins (undone_by) where undone_by is not null;

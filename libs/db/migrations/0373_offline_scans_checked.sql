alter table app_public.scans validate constraint scans_list_of_offline;

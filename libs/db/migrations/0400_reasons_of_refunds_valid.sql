alter table app_public.refunds validate constraint refunds_reason_check;

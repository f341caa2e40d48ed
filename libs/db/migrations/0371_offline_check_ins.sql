-- Said again of its scan, which would have to be looked up for every ticket that is shown twice.
alter table app_public.check_ins add column is_offline boolean not null default false;
comment on column app_public.check_ins.is_offline is 'By a phone without a network. An admission decided online, or an earlier one, takes its place.';

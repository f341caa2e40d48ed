create table app_private.audit_eras (
  first_audit_id bigint primary key,
  after_seal_id bigint not null,
  began_at timestamptz not null default clock_timestamp()
);
comment on table app_private.audit_eras is
  'Audit rows from first_audit_id on were written by another server than those before: a dump was restored, and transaction ids began anew. Seals up to after_seal_id belong to before.';

-- Generated from a migrated database by `npm run generate`; read it, do not run it.

-- Types

type app_public.attendee_input as (ticket_type_id uuid, name text, email text);
type app_public.check_in_method as enum ('scan', 'typed', 'search');
type app_public.device_pairing as (device app_public.devices, pairing_code text, expires_at timestamp with time zone);
type app_public.event_category as enum ('conference', 'concert', 'workshop', 'webinar', 'meetup', 'festival', 'other');
type app_public.event_status as enum ('draft', 'published', 'cancelled');
type app_public.event_type as enum ('in_person', 'online', 'hybrid');
type app_public.event_visibility as enum ('public', 'unlisted');
type app_public.ledger_account as enum ('provider', 'sales', 'unallocated');
type app_public.org_role as enum ('staff', 'admin', 'owner');
type app_public.payment_status as enum ('created', 'pending', 'succeeded', 'failed', 'cancelled');
type app_public.proof_of_work_mode as enum ('auto', 'always', 'off');
type app_public.quota_input as (id uuid, name text, kind app_public.quota_kind, capacity integer);
type app_public.quota_kind as enum ('event', 'pool');
type app_public.refund_status as enum ('queued', 'pending', 'succeeded', 'failed');
type app_public.registration_status as enum ('pending', 'confirmed', 'cancelled', 'expired');
type app_public.sale_stock as enum ('on_sale', 'held', 'not_yet', 'sold_out', 'ended');
type app_public.scan_verdict as enum ('accepted', 'already_used', 'replayed', 'voided', 'wrong_event', 'unknown', 'forged', 'not_yet_valid', 'expired');
type app_public.ticket_availability as enum ('on_sale', 'held', 'sold_out', 'not_yet', 'ended');
type app_public.ticket_status as enum ('valid', 'cancelled');
type app_public.ticket_type_input as (id uuid, name text, description text, price_minor bigint, sale_starts_at timestamp with time zone, sale_ends_at timestamp with time zone, min_per_order integer, max_per_order integer, is_hidden boolean, is_active boolean, quota_ids uuid[]);
type app_public.waiting_line as (is_open boolean, stock app_public.sale_stock, last_number bigint, admitted_through bigint, admit_per_minute integer, opens_at timestamp with time zone, closes_at timestamp with time zone, requires_account boolean);
type app_public.waiting_room_mode as enum ('auto', 'always', 'off');
type app_public.webhook_disabling as enum ('staff', 'gone', 'failing');
type app_public.webhook_endpoint_secret as (endpoint app_public.webhook_endpoints, secret text);
type app_public.webhook_failure as enum ('answer', 'redirect', 'timeout', 'connection', 'certificate', 'private_address', 'unknown_host', 'disabled');
type app_public.webhook_status as enum ('pending', 'delivered', 'failed');
type app_public.webhook_topic as enum ('registration_confirmed', 'registration_cancelled', 'event_published', 'event_unpublished', 'event_cancelled', 'ticket_checked_in', 'ticket_check_in_undone', 'ticket_cancelled', 'ticket_transferred', 'endpoint_tested');

-- Tables


table app_private.applied_objects (
  path text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default clock_timestamp(),
  constraint applied_objects_pkey PRIMARY KEY (path)
);

table app_private.audit_eras (
  first_audit_id bigint not null,
  after_seal_id bigint not null,
  began_at timestamp with time zone not null default clock_timestamp(),
  constraint audit_eras_pkey PRIMARY KEY (first_audit_id)
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON app_private.audit_eras FOR EACH STATEMENT EXECUTE FUNCTION app_private.refuse_change();

table app_private.audit_seals (
  id bigint not null generated always as identity,
  until_xact xid8 not null,
  row_count bigint not null,
  hash bytea not null,
  sealed_at timestamp with time zone not null default clock_timestamp(),
  constraint audit_seals_pkey PRIMARY KEY (id)
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON app_private.audit_seals FOR EACH STATEMENT EXECUTE FUNCTION app_private.refuse_change();

table app_private.deliveries (
  dedupe_key text not null,
  channel text not null,
  claimed_at timestamp with time zone not null default now(),
  delivered_at timestamp with time zone,
  constraint deliveries_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text, 'push'::text]))),
  constraint deliveries_pkey PRIMARY KEY (dedupe_key)
);
CREATE INDEX deliveries_claimed_at_idx ON app_private.deliveries USING btree (claimed_at);

table app_private.device_secrets (
  device_id uuid not null,
  pairing_code_hash bytea,
  pairing_expires_at timestamp with time zone,
  token_hash bytea,
  constraint device_secrets_device_id_fkey FOREIGN KEY (device_id) REFERENCES app_public.devices(id) ON DELETE CASCADE,
  constraint device_secrets_pairing_code_hash_key UNIQUE (pairing_code_hash),
  constraint device_secrets_pkey PRIMARY KEY (device_id),
  constraint device_secrets_token_hash_key UNIQUE (token_hash)
);

table app_private.door_watermarks (
  event_id uuid not null,
  watermark xid8 not null,
  constraint door_watermarks_event_id_fkey FOREIGN KEY (event_id) REFERENCES app_public.events(id) ON DELETE CASCADE,
  constraint door_watermarks_pkey PRIMARY KEY (event_id)
);

table app_private.email_tokens (
  token_hash bytea not null,
  user_id uuid not null,
  purpose text not null,
  password_hash text,
  name text,
  created_at timestamp with time zone not null default clock_timestamp(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint email_tokens_check CHECK (((purpose = 'verify_email'::text) = ((password_hash IS NOT NULL) AND (name IS NOT NULL)))),
  constraint email_tokens_name_check CHECK (((length(TRIM(BOTH FROM name)) >= 1) AND (length(TRIM(BOTH FROM name)) <= 120))),
  constraint email_tokens_password_hash_check CHECK ((password_hash ~ '^\$argon2id\$'::text)),
  constraint email_tokens_pkey PRIMARY KEY (token_hash),
  constraint email_tokens_purpose_check CHECK ((purpose = ANY (ARRAY['verify_email'::text, 'reset_password'::text]))),
  constraint email_tokens_token_hash_check CHECK ((length(token_hash) = 32)),
  constraint email_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_public.users(id) ON DELETE CASCADE
);
CREATE INDEX email_tokens_expires_at_idx ON app_private.email_tokens USING btree (expires_at);
CREATE INDEX email_tokens_user_id_purpose_created_at_idx ON app_private.email_tokens USING btree (user_id, purpose, created_at);

table app_private.event_keys (
  event_id uuid not null,
  key_id integer not null default 1,
  public_key bytea not null,
  private_key_encrypted bytea not null,
  created_at timestamp with time zone not null default now(),
  constraint event_keys_event_id_fkey FOREIGN KEY (event_id) REFERENCES app_public.events(id) ON DELETE CASCADE,
  constraint event_keys_pkey PRIMARY KEY (event_id)
);

table app_private.outbox (
  id bigint not null generated always as identity,
  topic text not null,
  org_id uuid,
  payload jsonb not null,
  created_at timestamp with time zone not null default now(),
  leased_until timestamp with time zone not null default '-infinity'::timestamp with time zone,
  attempt_count integer not null default 0,
  published_at timestamp with time zone,
  constraint outbox_pkey PRIMARY KEY (id)
);
CREATE INDEX outbox_published ON app_private.outbox USING btree (published_at) WHERE (published_at IS NOT NULL);
CREATE INDEX outbox_waiting ON app_private.outbox USING btree (leased_until, id) WHERE (published_at IS NULL);
CREATE TRIGGER notify_outbox AFTER INSERT ON app_private.outbox FOR EACH STATEMENT EXECUTE FUNCTION app_private.notify_outbox();

table app_private.payment_events (
  provider text not null,
  provider_event_id text not null,
  type text not null,
  payload jsonb not null,
  outcome text not null,
  received_at timestamp with time zone not null default now(),
  constraint payment_events_pkey PRIMARY KEY (provider, provider_event_id)
);
CREATE INDEX payment_events_unknown_refunds ON app_private.payment_events USING btree (received_at) WHERE ((outcome = 'unknown'::text) AND (payload ? 'refund'::text));

table app_private.queue_memory (
  is_only boolean not null default true,
  mark uuid not null,
  run_id text not null,
  noted_at timestamp with time zone not null default clock_timestamp(),
  constraint queue_memory_is_only_check CHECK (is_only),
  constraint queue_memory_pkey PRIMARY KEY (is_only)
);

table app_private.refresh_tokens (
  token_hash bytea not null,
  sign_in_id uuid not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint refresh_tokens_pkey PRIMARY KEY (token_hash),
  constraint refresh_tokens_sign_in_id_fkey FOREIGN KEY (sign_in_id) REFERENCES app_private.sign_ins(id) ON DELETE CASCADE,
  constraint refresh_tokens_token_hash_check CHECK ((length(token_hash) = 32))
);
CREATE INDEX refresh_tokens_sign_in_id_expires_at_idx ON app_private.refresh_tokens USING btree (sign_in_id, expires_at);

table app_private.sign_in_throttles (
  subject_hash bytea not null,
  failure_count integer not null,
  last_failed_at timestamp with time zone not null,
  locked_until timestamp with time zone not null,
  constraint sign_in_throttles_failure_count_check CHECK ((failure_count > 0)),
  constraint sign_in_throttles_pkey PRIMARY KEY (subject_hash)
);
CREATE INDEX sign_in_throttles_last_failed_at_idx ON app_private.sign_in_throttles USING btree (last_failed_at);

table app_private.sign_ins (
  id uuid not null default app_hidden.uuid_v7(),
  user_id uuid not null,
  user_agent text,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone not null default now(),
  revoked_at timestamp with time zone,
  revoked_reason text,
  constraint sign_ins_check CHECK (((revoked_at IS NULL) = (revoked_reason IS NULL))),
  constraint sign_ins_pkey PRIMARY KEY (id),
  constraint sign_ins_revoked_reason_check CHECK ((revoked_reason = ANY (ARRAY['signed_out'::text, 'token_reused'::text, 'password_reset'::text]))),
  constraint sign_ins_user_agent_check CHECK ((length(user_agent) <= 300)),
  constraint sign_ins_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_public.users(id) ON DELETE CASCADE
);
CREATE INDEX sign_ins_user_id_last_used_at_idx ON app_private.sign_ins USING btree (user_id, last_used_at DESC);

table app_private.ticket_secrets (
  ticket_id uuid not null,
  secret bytea not null default app_hidden.random_bytes_16(),
  constraint ticket_secrets_pkey PRIMARY KEY (ticket_id),
  constraint ticket_secrets_secret_check CHECK ((length(secret) = 16)),
  constraint ticket_secrets_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES app_public.tickets(id) ON DELETE CASCADE
);

table app_private.ticket_transfers (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  ticket_id uuid not null,
  user_id uuid,
  is_by_organizer boolean not null,
  former_name text not null,
  former_email text,
  former_version integer not null,
  former_code text not null,
  former_secret bytea not null,
  name text not null,
  email text not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint ticket_transfers_former_secret_check CHECK ((length(former_secret) = 16)),
  constraint ticket_transfers_org_id_event_id_ticket_id_fkey FOREIGN KEY (org_id, event_id, ticket_id) REFERENCES app_public.tickets(org_id, event_id, id) ON DELETE CASCADE,
  constraint ticket_transfers_pkey PRIMARY KEY (id),
  constraint ticket_transfers_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_public.users(id) ON DELETE SET NULL
);
CREATE UNIQUE INDEX ticket_transfers_one_per_version ON app_private.ticket_transfers USING btree (ticket_id, former_version);
CREATE INDEX ticket_transfers_user_id_idx ON app_private.ticket_transfers USING btree (user_id);
CREATE TRIGGER emit_webhooks AFTER INSERT ON app_private.ticket_transfers REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.emit_transfer_webhooks();

table app_private.user_secrets (
  user_id uuid not null,
  password_hash text,
  password_changed_at timestamp with time zone not null default now(),
  constraint user_secrets_password_hash_check CHECK ((password_hash ~ '^\$argon2id\$'::text)),
  constraint user_secrets_pkey PRIMARY KEY (user_id),
  constraint user_secrets_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_public.users(id) ON DELETE CASCADE
);

table app_private.waiting_lines (
  event_id uuid not null,
  org_id uuid not null,
  opened_at timestamp with time zone,
  last_number bigint not null default 0,
  admitted_through bigint not null default 0,
  advanced_at timestamp with time zone not null default clock_timestamp(),
  demand_per_second double precision not null default 0,
  demand_at timestamp with time zone not null default clock_timestamp(),
  signing_key bytea not null default (app_hidden.random_bytes_16() || app_hidden.random_bytes_16()),
  constraint waiting_lines_check CHECK (((admitted_through >= 0) AND (admitted_through <= last_number))),
  constraint waiting_lines_demand_per_second_check CHECK ((demand_per_second >= (0)::double precision)),
  constraint waiting_lines_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES app_public.events(org_id, id) ON DELETE CASCADE,
  constraint waiting_lines_pkey PRIMARY KEY (event_id),
  constraint waiting_lines_signing_key_check CHECK ((length(signing_key) = 32))
);
CREATE INDEX waiting_lines_org_id_event_id_idx ON app_private.waiting_lines USING btree (org_id, event_id);

table app_private.waiting_places (
  id uuid not null default gen_random_uuid(),
  org_id uuid not null,
  event_id uuid not null,
  number bigint not null,
  visitor text not null,
  joined_at timestamp with time zone not null default clock_timestamp(),
  admitted_at timestamp with time zone,
  admitted_until timestamp with time zone,
  registration_id uuid,
  device text,
  constraint waiting_places_check CHECK (((admitted_at IS NULL) = (admitted_until IS NULL))),
  constraint waiting_places_event_id_number_key UNIQUE (event_id, number),
  constraint waiting_places_event_id_visitor_key UNIQUE (event_id, visitor),
  constraint waiting_places_number_check CHECK ((number > 0)),
  constraint waiting_places_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES app_public.events(org_id, id) ON DELETE CASCADE,
  constraint waiting_places_pkey PRIMARY KEY (id),
  constraint waiting_places_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES app_public.registrations(id) ON DELETE SET NULL
);
CREATE INDEX waiting_places_event_id_admitted_until_idx ON app_private.waiting_places USING btree (event_id, admitted_until) WHERE (admitted_until IS NOT NULL);
CREATE INDEX waiting_places_of_devices ON app_private.waiting_places USING btree (event_id, device) WHERE (device IS NOT NULL);
CREATE INDEX waiting_places_org_id_event_id_idx ON app_private.waiting_places USING btree (org_id, event_id);
CREATE INDEX waiting_places_registration_id_idx ON app_private.waiting_places USING btree (registration_id) WHERE (registration_id IS NOT NULL);

table app_private.webhook_secrets (
  id uuid not null default app_hidden.uuid_v7(),
  webhook_endpoint_id uuid not null,
  secret bytea not null default (app_hidden.random_bytes_16() || app_hidden.random_bytes_16()),
  ends_at timestamp with time zone,
  constraint webhook_secrets_pkey PRIMARY KEY (id),
  constraint webhook_secrets_secret_check CHECK ((length(secret) = 32)),
  constraint webhook_secrets_webhook_endpoint_id_fkey FOREIGN KEY (webhook_endpoint_id) REFERENCES app_public.webhook_endpoints(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX webhook_secrets_present ON app_private.webhook_secrets USING btree (webhook_endpoint_id) WHERE (ends_at IS NULL);
CREATE INDEX webhook_secrets_webhook_endpoint_id_idx ON app_private.webhook_secrets USING btree (webhook_endpoint_id);

table app_public.audit_logs (
  id bigint not null generated always as identity,
  org_id uuid not null,
  table_name text not null,
  record_id uuid not null,
  action text not null,
  old_data jsonb,
  new_data jsonb,
  user_id uuid,
  request_id text,
  xact xid8 not null default pg_current_xact_id(),
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint audit_logs_action_check CHECK ((action = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text]))),
  constraint audit_logs_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_logs_org_id_record_id_id_idx ON app_public.audit_logs USING btree (org_id, record_id, id);
CREATE INDEX audit_logs_xact_id_idx ON app_public.audit_logs USING btree (xact, id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON app_public.audit_logs FOR EACH STATEMENT EXECUTE FUNCTION app_private.refuse_change();

table app_public.check_ins (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  ticket_id uuid not null,
  session_id uuid,
  scan_id uuid not null,
  gate_id uuid,
  device_id uuid,
  checked_in_by uuid,
  checked_in_at timestamp with time zone not null,
  method app_public.check_in_method not null,
  metadata jsonb not null default '{}'::jsonb,
  undone_at timestamp with time zone,
  undone_by_device_id uuid,
  undone_by uuid,
  is_offline boolean not null default false,
  constraint check_ins_checked_in_by_fkey FOREIGN KEY (checked_in_by) REFERENCES app_public.users(id) ON DELETE SET NULL,
  constraint check_ins_metadata_check CHECK ((jsonb_typeof(metadata) = 'object'::text)),
  constraint check_ins_org_id_event_id_device_id_fkey FOREIGN KEY (org_id, event_id, device_id) REFERENCES app_public.devices(org_id, event_id, id) ON DELETE RESTRICT,
  constraint check_ins_org_id_event_id_gate_id_fkey FOREIGN KEY (org_id, event_id, gate_id) REFERENCES app_public.gates(org_id, event_id, id) ON DELETE RESTRICT,
  constraint check_ins_org_id_event_id_ticket_id_fkey FOREIGN KEY (org_id, event_id, ticket_id) REFERENCES app_public.tickets(org_id, event_id, id) ON DELETE RESTRICT,
  constraint check_ins_org_id_event_id_undone_by_device_id_fkey FOREIGN KEY (org_id, event_id, undone_by_device_id) REFERENCES app_public.devices(org_id, event_id, id) ON DELETE RESTRICT,
  constraint check_ins_org_id_session_id_fkey FOREIGN KEY (org_id, session_id) REFERENCES app_public.sessions(org_id, id) ON DELETE RESTRICT,
  constraint check_ins_pkey PRIMARY KEY (id),
  constraint check_ins_scan_id_fkey FOREIGN KEY (scan_id) REFERENCES app_public.scans(id) ON DELETE RESTRICT,
  constraint check_ins_scan_id_org_id_key UNIQUE (scan_id, org_id),
  constraint check_ins_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES app_public.users(id) ON DELETE SET NULL
);
CREATE INDEX check_ins_by_device ON app_public.check_ins USING btree (device_id) WHERE (device_id IS NOT NULL);
CREATE INDEX check_ins_by_gate ON app_public.check_ins USING btree (gate_id) WHERE (gate_id IS NOT NULL);
CREATE INDEX check_ins_by_person ON app_public.check_ins USING btree (checked_in_by) WHERE (checked_in_by IS NOT NULL);
CREATE INDEX check_ins_by_session ON app_public.check_ins USING btree (org_id, session_id) WHERE (session_id IS NOT NULL);
CREATE INDEX check_ins_by_undoing_device ON app_public.check_ins USING btree (org_id, event_id, undone_by_device_id) WHERE (undone_by_device_id IS NOT NULL);
CREATE INDEX check_ins_by_undoing_person ON app_public.check_ins USING btree (undone_by) WHERE (undone_by IS NOT NULL);
CREATE INDEX check_ins_of_event ON app_public.check_ins USING btree (event_id, checked_in_at DESC, id);
CREATE INDEX check_ins_of_ticket ON app_public.check_ins USING btree (ticket_id, event_id, org_id, id);
CREATE UNIQUE INDEX check_ins_one_per_checkpoint ON app_public.check_ins USING btree (ticket_id, COALESCE(session_id, '00000000-0000-0000-0000-000000000000'::uuid), org_id) WHERE (undone_at IS NULL);
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.check_ins REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.check_ins REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.check_ins REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER emit_webhooks_insert AFTER INSERT ON app_public.check_ins REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.emit_check_in_webhooks();
CREATE TRIGGER emit_webhooks_update AFTER UPDATE ON app_public.check_ins REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.emit_check_in_webhooks();
CREATE TRIGGER notify_live_insert AFTER INSERT ON app_public.check_ins REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.notify_events('foyer_live');
CREATE TRIGGER notify_live_update AFTER UPDATE ON app_public.check_ins REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.notify_events('foyer_live');

table app_public.devices (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  gate_id uuid,
  name text not null,
  can_undo boolean not null default false,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  paired_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  revoked_at timestamp with time zone,
  list_made_at timestamp with time zone,
  waiting_scan_count integer not null default 0,
  constraint devices_created_by_fkey FOREIGN KEY (created_by) REFERENCES app_public.users(id) ON DELETE SET NULL,
  constraint devices_name_check CHECK (((length(TRIM(BOTH FROM name)) >= 1) AND (length(TRIM(BOTH FROM name)) <= 80))),
  constraint devices_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES app_public.events(org_id, id) ON DELETE CASCADE,
  constraint devices_org_id_event_id_gate_id_fkey FOREIGN KEY (org_id, event_id, gate_id) REFERENCES app_public.gates(org_id, event_id, id) ON DELETE RESTRICT,
  constraint devices_org_id_event_id_id_key UNIQUE (org_id, event_id, id),
  constraint devices_pkey PRIMARY KEY (id)
);
CREATE INDEX devices_by_gate ON app_public.devices USING btree (gate_id) WHERE (gate_id IS NOT NULL);
CREATE INDEX devices_created_by_idx ON app_public.devices USING btree (created_by);
CREATE INDEX devices_event_id_idx ON app_public.devices USING btree (event_id);
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.devices REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.devices REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.devices REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();

table app_public.event_access (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  online_url text not null,
  updated_at timestamp with time zone not null default now(),
  constraint event_access_online_url_check CHECK (((length(online_url) >= 1) AND (length(online_url) <= 4000))),
  constraint event_access_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES app_public.events(org_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  constraint event_access_org_id_event_id_key UNIQUE (org_id, event_id),
  constraint event_access_pkey PRIMARY KEY (id)
);
CREATE INDEX event_access_event_id_idx ON app_public.event_access USING btree (event_id);
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.event_access REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.event_access REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.event_access REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON app_public.event_access FOR EACH ROW EXECUTE FUNCTION app_private.touch_updated_at();

table app_public.event_links (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  token text not null default lower(app_hidden.crockford(app_hidden.random_bytes_16(), 16)),
  label text not null default ''::text,
  unlocks_hidden boolean not null default false,
  created_at timestamp with time zone not null default now(),
  constraint event_links_label_check CHECK ((length(label) <= 120)),
  constraint event_links_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES app_public.events(org_id, id) ON DELETE CASCADE,
  constraint event_links_org_id_event_id_token_key UNIQUE (org_id, event_id, token),
  constraint event_links_pkey PRIMARY KEY (id),
  constraint event_links_token_check CHECK (((length(token) >= 12) AND (length(token) <= 64)))
);
CREATE INDEX event_links_event_id_idx ON app_public.event_links USING btree (event_id);
CREATE INDEX event_links_token_idx ON app_public.event_links USING hash (token);
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.event_links REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.event_links REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.event_links REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();

table app_public.events (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  slug text not null,
  title text not null,
  summary text not null default ''::text,
  description text not null default ''::text,
  category app_public.event_category not null default 'other'::app_public.event_category,
  event_type app_public.event_type not null default 'in_person'::app_public.event_type,
  visibility app_public.event_visibility not null default 'public'::app_public.event_visibility,
  status app_public.event_status not null default 'draft'::app_public.event_status,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  timezone text not null,
  location jsonb not null default '{}'::jsonb,
  cover_image_url text,
  currency character(3) not null default 'EUR'::bpchar,
  custom_fields jsonb not null default '[]'::jsonb,
  contact_email text,
  hold_seconds integer not null default 900,
  max_tickets_per_order integer not null default 10,
  max_tickets_per_person integer,
  check_in_opens_at timestamp with time zone,
  check_in_closes_at timestamp with time zone,
  published_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  cancellation_reason text,
  archived_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  cancellable_until timestamp with time zone,
  cancellation_refund_percent integer not null default 100,
  is_transferable boolean not null default true,
  transfers_close_at timestamp with time zone,
  constraint events_cancellation_reason_check CHECK ((length(cancellation_reason) <= 2000)),
  constraint events_cancellation_refund_percent_check CHECK (((cancellation_refund_percent >= 0) AND (cancellation_refund_percent <= 100))),
  constraint events_check CHECK ((ends_at > starts_at)),
  constraint events_check1 CHECK ((ends_at < (starts_at + '2 years'::interval))),
  constraint events_check2 CHECK ((check_in_closes_at > check_in_opens_at)),
  constraint events_check3 CHECK (((status = 'published'::app_public.event_status) <= (published_at IS NOT NULL))),
  constraint events_check4 CHECK (((status = 'cancelled'::app_public.event_status) = (cancelled_at IS NOT NULL))),
  constraint events_contact_email_check CHECK (((contact_email ~ '^[^@\s]+@[^@\s]+$'::text) AND (length(contact_email) <= 254))),
  constraint events_cover_image_url_check CHECK ((length(cover_image_url) <= 2000)),
  constraint events_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint events_description_check CHECK ((length(description) <= 20000)),
  constraint events_door_closes_after_it_opens CHECK ((COALESCE(check_in_closes_at, (ends_at + '06:00:00'::interval)) > COALESCE(check_in_opens_at, (starts_at - '06:00:00'::interval)))),
  constraint events_fit_on_a_ticket CHECK (((status = 'cancelled'::app_public.event_status) OR ((COALESCE(check_in_opens_at, (starts_at - '06:00:00'::interval)) >= '1970-01-01 00:00:00+00'::timestamp with time zone) AND (COALESCE(check_in_closes_at, (ends_at + '06:00:00'::interval)) <= '2106-01-01 00:00:00+00'::timestamp with time zone)))) NOT VALID,
  constraint events_hold_seconds_check CHECK (((hold_seconds >= 60) AND (hold_seconds <= 7200))),
  constraint events_location_check CHECK (((jsonb_typeof(location) = 'object'::text) AND (length((location)::text) <= 4000))),
  constraint events_max_tickets_per_order_check CHECK (((max_tickets_per_order >= 1) AND (max_tickets_per_order <= 1000))),
  constraint events_max_tickets_per_person_check CHECK (((max_tickets_per_person >= 1) AND (max_tickets_per_person <= 1000))),
  constraint events_org_id_fkey FOREIGN KEY (org_id) REFERENCES app_public.organizations(id) ON DELETE RESTRICT,
  constraint events_org_id_id_key UNIQUE (org_id, id),
  constraint events_org_id_slug_key UNIQUE (org_id, slug),
  constraint events_pkey PRIMARY KEY (id),
  constraint events_slug_check CHECK ((slug ~ '^[a-z0-9](-?[a-z0-9]){1,79}$'::text)),
  constraint events_summary_check CHECK ((length(summary) <= 300)),
  constraint events_times_can_be_told CHECK (((starts_at >= '1900-01-01 00:00:00+00'::timestamp with time zone) AND (ends_at < '9999-01-01 00:00:00+00'::timestamp with time zone) AND ((check_in_opens_at >= '1900-01-01 00:00:00+00'::timestamp with time zone) AND (check_in_opens_at <= '9999-01-01 00:00:00+00'::timestamp with time zone)) AND ((check_in_closes_at >= '1900-01-01 00:00:00+00'::timestamp with time zone) AND (check_in_closes_at <= '9999-01-01 00:00:00+00'::timestamp with time zone)) AND ((cancellable_until >= '1900-01-01 00:00:00+00'::timestamp with time zone) AND (cancellable_until <= '9999-01-01 00:00:00+00'::timestamp with time zone)) AND ((transfers_close_at >= '1900-01-01 00:00:00+00'::timestamp with time zone) AND (transfers_close_at <= '9999-01-01 00:00:00+00'::timestamp with time zone)))) NOT VALID,
  constraint events_timezone_check CHECK (app_hidden.is_time_zone(timezone)),
  constraint events_title_check CHECK (((length(TRIM(BOTH FROM title)) >= 1) AND (length(TRIM(BOTH FROM title)) <= 200)))
);
CREATE INDEX events_on_show ON app_public.events USING btree (starts_at, id, ends_at) WHERE ((status = 'published'::app_public.event_status) AND (visibility = 'public'::app_public.event_visibility) AND (archived_at IS NULL));
CREATE INDEX events_org_id_starts_at_idx ON app_public.events USING btree (org_id, starts_at DESC);
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.events REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.events REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.events REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER emit_webhooks AFTER UPDATE ON app_public.events REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.emit_event_webhooks();
CREATE TRIGGER follow_event_currency AFTER UPDATE OF currency ON app_public.events FOR EACH ROW WHEN ((old.currency IS DISTINCT FROM new.currency)) EXECUTE FUNCTION app_private.follow_event_currency();
CREATE TRIGGER keep_event_access BEFORE INSERT OR UPDATE OF location ON app_public.events FOR EACH ROW WHEN ((new.location ? 'onlineUrl'::text)) EXECUTE FUNCTION app_private.keep_event_access();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON app_public.events FOR EACH ROW EXECUTE FUNCTION app_private.touch_updated_at();

table app_public.gates (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  name text not null,
  created_at timestamp with time zone not null default now(),
  constraint gates_name_check CHECK (((length(TRIM(BOTH FROM name)) >= 1) AND (length(TRIM(BOTH FROM name)) <= 80))),
  constraint gates_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES app_public.events(org_id, id) ON DELETE CASCADE,
  constraint gates_org_id_event_id_id_key UNIQUE (org_id, event_id, id),
  constraint gates_org_id_event_id_name_key UNIQUE (org_id, event_id, name),
  constraint gates_pkey PRIMARY KEY (id)
);
CREATE INDEX gates_event_id_idx ON app_public.gates USING btree (event_id);
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.gates REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.gates REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.gates REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER limit_gates AFTER INSERT ON app_public.gates REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.limit_gates();

table app_public.ledger_entries (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  registration_id uuid not null,
  payment_id uuid not null,
  refund_id uuid,
  debit_account app_public.ledger_account not null,
  credit_account app_public.ledger_account not null,
  amount_minor bigint not null,
  currency character(3) not null,
  created_at timestamp with time zone not null default now(),
  constraint ledger_entries_amount_minor_check CHECK ((amount_minor > 0)),
  constraint ledger_entries_check CHECK ((debit_account <> credit_account)),
  constraint ledger_entries_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint ledger_entries_org_id_payment_id_fkey FOREIGN KEY (org_id, payment_id) REFERENCES app_public.payments(org_id, id) ON DELETE RESTRICT,
  constraint ledger_entries_org_id_refund_id_fkey FOREIGN KEY (org_id, refund_id) REFERENCES app_public.refunds(org_id, id) ON DELETE RESTRICT,
  constraint ledger_entries_pkey PRIMARY KEY (id),
  constraint ledger_entries_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES app_public.registrations(id) ON DELETE RESTRICT
);
CREATE INDEX ledger_entries_org_id_payment_id_idx ON app_public.ledger_entries USING btree (org_id, payment_id);
CREATE INDEX ledger_entries_org_id_refund_id_idx ON app_public.ledger_entries USING btree (org_id, refund_id);
CREATE INDEX ledger_entries_registration_id_idx ON app_public.ledger_entries USING btree (registration_id);
CREATE UNIQUE INDEX ledger_one_capture ON app_public.ledger_entries USING btree (org_id, payment_id) WHERE ((debit_account = 'provider'::app_public.ledger_account) AND (refund_id IS NULL));
CREATE UNIQUE INDEX ledger_one_failed_refund ON app_public.ledger_entries USING btree (org_id, refund_id) WHERE ((debit_account = 'provider'::app_public.ledger_account) AND (refund_id IS NOT NULL));
CREATE UNIQUE INDEX ledger_one_refund ON app_public.ledger_entries USING btree (org_id, refund_id) WHERE (credit_account = 'provider'::app_public.ledger_account);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON app_public.ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION app_private.refuse_change();

table app_public.org_branding (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  tagline text,
  logo_url text,
  cover_image_url text,
  colors jsonb not null default '{"accent": "#f59e0b", "primary": "#1d4ed8"}'::jsonb,
  templates jsonb not null default '{}'::jsonb,
  terms_of_service text,
  privacy_policy text,
  updated_at timestamp with time zone not null default now(),
  constraint org_branding_colors_check CHECK ((((colors ->> 'primary'::text) ~ '^#[0-9a-fA-F]{6}$'::text) AND ((colors ->> 'accent'::text) ~ '^#[0-9a-fA-F]{6}$'::text))),
  constraint org_branding_cover_image_url_check CHECK ((length(cover_image_url) <= 2000)),
  constraint org_branding_logo_url_check CHECK ((length(logo_url) <= 2000)),
  constraint org_branding_org_id_fkey FOREIGN KEY (org_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE,
  constraint org_branding_org_id_key UNIQUE (org_id),
  constraint org_branding_pkey PRIMARY KEY (id),
  constraint org_branding_privacy_policy_check CHECK ((length(privacy_policy) <= 100000)),
  constraint org_branding_tagline_check CHECK ((length(tagline) <= 200)),
  constraint org_branding_templates_check CHECK ((jsonb_typeof(templates) = 'object'::text)),
  constraint org_branding_terms_of_service_check CHECK ((length(terms_of_service) <= 100000))
);
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.org_branding REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.org_branding REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.org_branding REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON app_public.org_branding FOR EACH ROW EXECUTE FUNCTION app_private.touch_updated_at();

table app_public.org_members (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  user_id uuid not null,
  role app_public.org_role not null,
  joined_at timestamp with time zone not null default now(),
  constraint org_members_org_id_fkey FOREIGN KEY (org_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE,
  constraint org_members_org_id_user_id_key UNIQUE (org_id, user_id),
  constraint org_members_pkey PRIMARY KEY (id),
  constraint org_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_public.users(id) ON DELETE CASCADE
);
CREATE INDEX org_members_user_id_idx ON app_public.org_members USING btree (user_id);
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.org_members REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.org_members REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.org_members REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();

table app_public.organizations (
  id uuid not null default app_hidden.uuid_v7(),
  name text not null,
  slug text not null,
  description text not null default ''::text,
  website_url text,
  settings jsonb not null default '{}'::jsonb,
  is_verified boolean not null default false,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint organizations_description_check CHECK ((length(description) <= 5000)),
  constraint organizations_name_check CHECK (((length(TRIM(BOTH FROM name)) >= 1) AND (length(TRIM(BOTH FROM name)) <= 120))),
  constraint organizations_pkey PRIMARY KEY (id),
  constraint organizations_settings_check CHECK ((jsonb_typeof(settings) = 'object'::text)),
  constraint organizations_slug_check CHECK ((slug ~ '^[a-z0-9](-?[a-z0-9]){1,59}$'::text)),
  constraint organizations_slug_key UNIQUE (slug),
  constraint organizations_website_url_check CHECK (((website_url ~ '^https?://'::text) AND (length(website_url) <= 2000)))
);
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.organizations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.organizations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.organizations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON app_public.organizations FOR EACH ROW EXECUTE FUNCTION app_private.touch_updated_at();

table app_public.payments (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  registration_id uuid not null,
  provider text not null,
  provider_payment_id text,
  amount_minor bigint not null,
  currency character(3) not null,
  status app_public.payment_status not null default 'created'::app_public.payment_status,
  failure_code text,
  redirect_url text,
  succeeded_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint payments_amount_minor_check CHECK ((amount_minor > 0)),
  constraint payments_check CHECK (((status = 'succeeded'::app_public.payment_status) <= (succeeded_at IS NOT NULL))),
  constraint payments_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint payments_failure_code_check CHECK ((length(failure_code) <= 120)),
  constraint payments_org_id_event_id_registration_id_fkey FOREIGN KEY (org_id, event_id, registration_id) REFERENCES app_public.registrations(org_id, event_id, id) ON DELETE RESTRICT,
  constraint payments_pkey PRIMARY KEY (id),
  constraint payments_provider_check CHECK ((provider = ANY (ARRAY['stripe'::text, 'paypal'::text, 'manual'::text]))),
  constraint payments_redirect_url_check CHECK ((length(redirect_url) <= 4000))
);
CREATE INDEX payments_by_provider_id ON app_public.payments USING btree (provider, provider_payment_id);
CREATE UNIQUE INDEX payments_of_organization ON app_public.payments USING btree (id, org_id);
CREATE INDEX payments_of_registration ON app_public.payments USING btree (registration_id, event_id, org_id, id);
CREATE UNIQUE INDEX payments_one_open ON app_public.payments USING btree (org_id, registration_id) WHERE (status = ANY (ARRAY['created'::app_public.payment_status, 'pending'::app_public.payment_status]));
CREATE INDEX payments_open ON app_public.payments USING btree (created_at) WHERE (status = ANY (ARRAY['created'::app_public.payment_status, 'pending'::app_public.payment_status]));
CREATE INDEX payments_taken ON app_public.payments USING btree (event_id) WHERE (status = 'succeeded'::app_public.payment_status);
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.payments REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.payments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.payments REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON app_public.payments FOR EACH ROW EXECUTE FUNCTION app_private.touch_updated_at();

table app_public.quotas (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  name text not null,
  kind app_public.quota_kind not null default 'pool'::app_public.quota_kind,
  capacity integer not null,
  held_count integer not null default 0,
  sold_count integer not null default 0,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint quotas_capacity_check CHECK (((capacity >= 0) AND (capacity <= 10000000))),
  constraint quotas_held_count_check CHECK ((held_count >= 0)),
  constraint quotas_name_check CHECK (((length(TRIM(BOTH FROM name)) >= 1) AND (length(TRIM(BOTH FROM name)) <= 120))),
  constraint quotas_never_oversold CHECK (((held_count + sold_count) <= capacity)),
  constraint quotas_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES app_public.events(org_id, id) ON DELETE CASCADE,
  constraint quotas_org_id_event_id_id_key UNIQUE (org_id, event_id, id),
  constraint quotas_pkey PRIMARY KEY (id),
  constraint quotas_sold_count_check CHECK ((sold_count >= 0))
);
CREATE INDEX quotas_event_id_idx ON app_public.quotas USING btree (event_id);
CREATE UNIQUE INDEX quotas_one_per_event ON app_public.quotas USING btree (org_id, event_id) WHERE (kind = 'event'::app_public.quota_kind);
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.quotas REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.quotas REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.quotas REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER notify_live_insert AFTER INSERT ON app_public.quotas REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.notify_events('foyer_live');
CREATE TRIGGER notify_live_update AFTER UPDATE ON app_public.quotas REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.notify_events('foyer_live');

table app_public.refunds (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  payment_id uuid not null,
  registration_id uuid not null,
  provider_refund_id text,
  amount_minor bigint not null,
  currency character(3) not null,
  status app_public.refund_status not null default 'queued'::app_public.refund_status,
  reason text not null,
  failure_code text,
  attempt_count integer not null default 0,
  next_attempt_at timestamp with time zone not null default (now() + '01:00:00'::interval),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  idempotency_key uuid,
  made_at_provider boolean not null default false,
  constraint refunds_amount_minor_check CHECK ((amount_minor > 0)),
  constraint refunds_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint refunds_failure_code_check CHECK ((length(failure_code) <= 120)),
  constraint refunds_org_id_id_key UNIQUE (org_id, id),
  constraint refunds_org_id_payment_id_fkey FOREIGN KEY (org_id, payment_id) REFERENCES app_public.payments(org_id, id) ON DELETE RESTRICT,
  constraint refunds_pkey PRIMARY KEY (id),
  constraint refunds_reason_check CHECK ((reason = ANY (ARRAY['paid_after_expiry'::text, 'paid_twice'::text, 'amount_mismatch'::text, 'event_cancelled'::text, 'requested'::text]))),
  constraint refunds_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES app_public.registrations(id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX refunds_asked_for_once ON app_public.refunds USING btree (org_id, idempotency_key, payment_id);
CREATE UNIQUE INDEX refunds_by_provider_id ON app_public.refunds USING btree (provider_refund_id, payment_id) WHERE (provider_refund_id IS NOT NULL);
CREATE INDEX refunds_due ON app_public.refunds USING btree (next_attempt_at) WHERE (status = ANY (ARRAY['queued'::app_public.refund_status, 'pending'::app_public.refund_status]));
CREATE INDEX refunds_failed ON app_public.refunds USING btree (updated_at) WHERE (status = 'failed'::app_public.refund_status);
CREATE INDEX refunds_org_id_payment_id_idx ON app_public.refunds USING btree (org_id, payment_id);
CREATE INDEX refunds_registration_id_idx ON app_public.refunds USING btree (registration_id);
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.refunds REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.refunds REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.refunds REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON app_public.refunds FOR EACH ROW EXECUTE FUNCTION app_private.touch_updated_at();

table app_public.registration_items (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  registration_id uuid not null,
  ticket_type_id uuid not null,
  quantity integer not null,
  unit_price_minor bigint not null,
  cancelled_quantity integer not null default 0,
  constraint registration_items_cancelled_quantity_check CHECK (((cancelled_quantity >= 0) AND (cancelled_quantity <= quantity))),
  constraint registration_items_org_id_event_id_registration_id_fkey FOREIGN KEY (org_id, event_id, registration_id) REFERENCES app_public.registrations(org_id, event_id, id) ON DELETE CASCADE,
  constraint registration_items_org_id_event_id_ticket_type_id_fkey FOREIGN KEY (org_id, event_id, ticket_type_id) REFERENCES app_public.ticket_types(org_id, event_id, id) ON DELETE RESTRICT,
  constraint registration_items_pkey PRIMARY KEY (id),
  constraint registration_items_quantity_check CHECK (((quantity >= 1) AND (quantity <= 1000))),
  constraint registration_items_registration_id_ticket_type_id_key UNIQUE (registration_id, ticket_type_id),
  constraint registration_items_unit_price_minor_check CHECK ((unit_price_minor >= 0))
);
CREATE INDEX registration_items_by_type ON app_public.registration_items USING btree (ticket_type_id, registration_id);

table app_public.registrations (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  user_id uuid,
  confirmation_number text not null default app_hidden.new_confirmation_number(),
  status app_public.registration_status not null default 'pending'::app_public.registration_status,
  buyer_name text,
  buyer_email text,
  locale text not null default 'en'::text,
  attendee_info jsonb not null default '[]'::jsonb,
  total_minor bigint not null,
  currency character(3) not null,
  idempotency_key uuid not null,
  request_fingerprint bytea not null,
  expires_at timestamp with time zone,
  confirmed_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  expired_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  cancellable_until timestamp with time zone,
  cancellation_refund_percent integer,
  constraint registrations_attendee_info_check CHECK ((jsonb_typeof(attendee_info) = 'array'::text)),
  constraint registrations_buyer_email_check CHECK (((buyer_email = lower(buyer_email)) AND (buyer_email ~ '^[^@\s]+@[^@\s]+$'::text) AND (length(buyer_email) <= 254))),
  constraint registrations_buyer_name_check CHECK (((length(TRIM(BOTH FROM buyer_name)) >= 1) AND (length(TRIM(BOTH FROM buyer_name)) <= 120))),
  constraint registrations_check CHECK (((status = 'pending'::app_public.registration_status) <= (expires_at IS NOT NULL))),
  constraint registrations_check1 CHECK (((status = 'confirmed'::app_public.registration_status) <= ((confirmed_at IS NOT NULL) AND (buyer_email IS NOT NULL)))),
  constraint registrations_check2 CHECK (((status = 'cancelled'::app_public.registration_status) <= (cancelled_at IS NOT NULL))),
  constraint registrations_check3 CHECK (((status = 'expired'::app_public.registration_status) <= (expired_at IS NOT NULL))),
  constraint registrations_confirmation_number_org_id_key UNIQUE (confirmation_number, org_id),
  constraint registrations_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint registrations_idempotency_key_event_id_key UNIQUE (idempotency_key, event_id),
  constraint registrations_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'de'::text]))),
  constraint registrations_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES app_public.events(org_id, id) ON DELETE RESTRICT,
  constraint registrations_pkey PRIMARY KEY (id),
  constraint registrations_total_minor_check CHECK ((total_minor >= 0)),
  constraint registrations_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_public.users(id) ON DELETE SET NULL
);
CREATE INDEX registrations_buyer_email_created_at_idx ON app_public.registrations USING btree (buyer_email, created_at DESC) WHERE (buyer_email IS NOT NULL);
CREATE UNIQUE INDEX registrations_of_event ON app_public.registrations USING btree (event_id, id NULLS FIRST, org_id);
CREATE INDEX registrations_overdue ON app_public.registrations USING btree (expires_at) WHERE (status = 'pending'::app_public.registration_status);
CREATE INDEX registrations_user_id_created_at_idx ON app_public.registrations USING btree (user_id, created_at DESC) WHERE (user_id IS NOT NULL);
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.registrations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.registrations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.registrations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER emit_webhooks AFTER UPDATE ON app_public.registrations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.emit_registration_webhooks();
CREATE TRIGGER notify_live_update AFTER UPDATE ON app_public.registrations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.notify_registration_status('foyer_live');
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON app_public.registrations FOR EACH ROW EXECUTE FUNCTION app_private.touch_updated_at();

table app_public.scans (
  id uuid not null,
  org_id uuid not null,
  event_id uuid not null,
  ticket_id uuid,
  verdict app_public.scan_verdict not null,
  is_conflict boolean not null default false,
  method app_public.check_in_method not null,
  gate_id uuid,
  device_id uuid,
  scanned_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  is_offline boolean not null default false,
  list_made_at timestamp with time zone,
  constraint scans_list_of_offline CHECK (((list_made_at IS NULL) OR is_offline)),
  constraint scans_org_id_event_id_device_id_fkey FOREIGN KEY (org_id, event_id, device_id) REFERENCES app_public.devices(org_id, event_id, id) ON DELETE RESTRICT,
  constraint scans_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES app_public.events(org_id, id) ON DELETE RESTRICT,
  constraint scans_org_id_event_id_gate_id_fkey FOREIGN KEY (org_id, event_id, gate_id) REFERENCES app_public.gates(org_id, event_id, id) ON DELETE RESTRICT,
  constraint scans_org_id_event_id_ticket_id_fkey FOREIGN KEY (org_id, event_id, ticket_id) REFERENCES app_public.tickets(org_id, event_id, id) ON DELETE RESTRICT,
  constraint scans_pkey PRIMARY KEY (id)
);
CREATE INDEX scans_by_device ON app_public.scans USING btree (device_id) WHERE (device_id IS NOT NULL);
CREATE INDEX scans_by_gate ON app_public.scans USING btree (gate_id) WHERE (gate_id IS NOT NULL);
CREATE INDEX scans_in_conflict ON app_public.scans USING btree (event_id, scanned_at DESC) WHERE is_conflict;
CREATE INDEX scans_of_event ON app_public.scans USING btree (event_id, scanned_at DESC, id);
CREATE INDEX scans_of_ticket ON app_public.scans USING btree (ticket_id, event_id, org_id, id) WHERE (ticket_id IS NOT NULL);

table app_public.session_speakers (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  session_id uuid not null,
  speaker_id uuid not null,
  role text not null default 'speaker'::text,
  constraint session_speakers_org_id_session_id_fkey FOREIGN KEY (org_id, session_id) REFERENCES app_public.sessions(org_id, id) ON DELETE CASCADE,
  constraint session_speakers_org_id_session_id_speaker_id_key UNIQUE (org_id, session_id, speaker_id),
  constraint session_speakers_org_id_speaker_id_fkey FOREIGN KEY (org_id, speaker_id) REFERENCES app_public.speakers(org_id, id) ON DELETE CASCADE,
  constraint session_speakers_pkey PRIMARY KEY (id),
  constraint session_speakers_role_check CHECK (((length(role) >= 1) AND (length(role) <= 60)))
);
CREATE INDEX session_speakers_session_id_idx ON app_public.session_speakers USING btree (session_id);
CREATE INDEX session_speakers_speaker_id_idx ON app_public.session_speakers USING btree (speaker_id);

table app_public.sessions (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  title text not null,
  description text not null default ''::text,
  room text,
  track text,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  capacity integer,
  tags text[] not null default '{}'::text[],
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint sessions_capacity_check CHECK ((capacity >= 0)),
  constraint sessions_check CHECK ((ends_at > starts_at)),
  constraint sessions_description_check CHECK ((length(description) <= 10000)),
  constraint sessions_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES app_public.events(org_id, id) ON DELETE CASCADE,
  constraint sessions_org_id_id_key UNIQUE (org_id, id),
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_room_check CHECK ((length(room) <= 120)),
  constraint sessions_times_can_be_told CHECK (((starts_at >= '1900-01-01 00:00:00+00'::timestamp with time zone) AND (ends_at < '9999-01-01 00:00:00+00'::timestamp with time zone))) NOT VALID,
  constraint sessions_title_check CHECK (((length(TRIM(BOTH FROM title)) >= 1) AND (length(TRIM(BOTH FROM title)) <= 200))),
  constraint sessions_track_check CHECK ((length(track) <= 120))
);
CREATE INDEX sessions_event_id_starts_at_idx ON app_public.sessions USING btree (event_id, starts_at);
CREATE INDEX sessions_org_id_event_id_starts_at_idx ON app_public.sessions USING btree (org_id, event_id, starts_at);
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.sessions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.sessions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.sessions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON app_public.sessions FOR EACH ROW EXECUTE FUNCTION app_private.touch_updated_at();

table app_public.speakers (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  name text not null,
  title text not null default ''::text,
  bio text not null default ''::text,
  photo_url text,
  social_links jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint speakers_bio_check CHECK ((length(bio) <= 5000)),
  constraint speakers_name_check CHECK (((length(TRIM(BOTH FROM name)) >= 1) AND (length(TRIM(BOTH FROM name)) <= 120))),
  constraint speakers_org_id_fkey FOREIGN KEY (org_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE,
  constraint speakers_org_id_id_key UNIQUE (org_id, id),
  constraint speakers_photo_url_check CHECK ((length(photo_url) <= 2000)),
  constraint speakers_pkey PRIMARY KEY (id),
  constraint speakers_social_links_check CHECK ((jsonb_typeof(social_links) = 'object'::text)),
  constraint speakers_title_check CHECK ((length(title) <= 200))
);
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON app_public.speakers FOR EACH ROW EXECUTE FUNCTION app_private.touch_updated_at();

table app_public.ticket_type_quotas (
  org_id uuid not null,
  event_id uuid not null,
  ticket_type_id uuid not null,
  quota_id uuid not null,
  constraint ticket_type_quotas_org_id_event_id_quota_id_fkey FOREIGN KEY (org_id, event_id, quota_id) REFERENCES app_public.quotas(org_id, event_id, id) ON DELETE CASCADE,
  constraint ticket_type_quotas_org_id_event_id_ticket_type_id_fkey FOREIGN KEY (org_id, event_id, ticket_type_id) REFERENCES app_public.ticket_types(org_id, event_id, id) ON DELETE CASCADE,
  constraint ticket_type_quotas_pkey PRIMARY KEY (org_id, event_id, ticket_type_id, quota_id)
);
CREATE INDEX ticket_type_quotas_org_id_event_id_quota_id_idx ON app_public.ticket_type_quotas USING btree (org_id, event_id, quota_id);
CREATE INDEX ticket_type_quotas_ticket_type_id_idx ON app_public.ticket_type_quotas USING btree (ticket_type_id);

table app_public.ticket_types (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  name text not null,
  description text not null default ''::text,
  price_minor bigint not null default 0,
  currency character(3) not null,
  position integer not null default 0,
  sale_starts_at timestamp with time zone,
  sale_ends_at timestamp with time zone,
  min_per_order integer not null default 1,
  max_per_order integer not null default 10,
  is_hidden boolean not null default false,
  is_active boolean not null default true,
  restrictions jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint ticket_types_check CHECK ((sale_ends_at > sale_starts_at)),
  constraint ticket_types_check1 CHECK ((max_per_order >= min_per_order)),
  constraint ticket_types_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint ticket_types_description_check CHECK ((length(description) <= 2000)),
  constraint ticket_types_max_per_order_check CHECK (((max_per_order >= 1) AND (max_per_order <= 1000))),
  constraint ticket_types_min_per_order_check CHECK ((min_per_order >= 1)),
  constraint ticket_types_name_check CHECK (((length(TRIM(BOTH FROM name)) >= 1) AND (length(TRIM(BOTH FROM name)) <= 120))),
  constraint ticket_types_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES app_public.events(org_id, id) ON DELETE CASCADE,
  constraint ticket_types_org_id_event_id_id_key UNIQUE (org_id, event_id, id),
  constraint ticket_types_pkey PRIMARY KEY (id),
  constraint ticket_types_price_minor_check CHECK (((price_minor >= 0) AND (price_minor <= '100000000000'::bigint))),
  constraint ticket_types_restrictions_check CHECK ((jsonb_typeof(restrictions) = 'object'::text)),
  constraint ticket_types_times_can_be_told CHECK ((((sale_starts_at >= '1900-01-01 00:00:00+00'::timestamp with time zone) AND (sale_starts_at <= '9999-01-01 00:00:00+00'::timestamp with time zone)) AND ((sale_ends_at >= '1900-01-01 00:00:00+00'::timestamp with time zone) AND (sale_ends_at <= '9999-01-01 00:00:00+00'::timestamp with time zone)))) NOT VALID
);
CREATE INDEX ticket_types_event_id_position_idx ON app_public.ticket_types USING btree (event_id, "position");
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.ticket_types REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.ticket_types REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.ticket_types REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON app_public.ticket_types FOR EACH ROW EXECUTE FUNCTION app_private.touch_updated_at();

table app_public.tickets (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  registration_id uuid not null,
  ticket_type_id uuid not null,
  code text not null default app_hidden.crockford(app_hidden.random_bytes_16(), 10),
  status app_public.ticket_status not null default 'valid'::app_public.ticket_status,
  version integer not null default 1,
  attendee_name text not null,
  attendee_email text,
  attendee_data jsonb not null default '{}'::jsonb,
  changed_xact xid8 not null default pg_current_xact_id(),
  issued_at timestamp with time zone not null default now(),
  cancelled_at timestamp with time zone,
  updated_at timestamp with time zone not null default now(),
  handed_over_at timestamp with time zone,
  constraint tickets_attendee_data_check CHECK ((jsonb_typeof(attendee_data) = 'object'::text)),
  constraint tickets_attendee_email_check CHECK (((attendee_email = lower(attendee_email)) AND (attendee_email ~ '^[^@\s]+@[^@\s]+$'::text) AND (length(attendee_email) <= 254))),
  constraint tickets_attendee_name_check CHECK (((length(TRIM(BOTH FROM attendee_name)) >= 1) AND (length(TRIM(BOTH FROM attendee_name)) <= 120))),
  constraint tickets_check CHECK (((status = 'cancelled'::app_public.ticket_status) = (cancelled_at IS NOT NULL))),
  constraint tickets_code_check CHECK ((code ~ '^[0-9A-HJKMNP-TV-Z]{10}$'::text)),
  constraint tickets_code_event_id_org_id_key UNIQUE (code, event_id, org_id),
  constraint tickets_org_id_event_id_registration_id_fkey FOREIGN KEY (org_id, event_id, registration_id) REFERENCES app_public.registrations(org_id, event_id, id) ON DELETE RESTRICT,
  constraint tickets_org_id_event_id_ticket_type_id_fkey FOREIGN KEY (org_id, event_id, ticket_type_id) REFERENCES app_public.ticket_types(org_id, event_id, id) ON DELETE RESTRICT,
  constraint tickets_pkey PRIMARY KEY (id)
);
CREATE INDEX tickets_attendee_email_idx ON app_public.tickets USING btree (attendee_email);
CREATE INDEX tickets_by_name ON app_public.tickets USING gin (attendee_name extensions.gin_trgm_ops);
CREATE INDEX tickets_by_type ON app_public.tickets USING btree (ticket_type_id);
CREATE INDEX tickets_changed ON app_public.tickets USING btree (event_id, changed_xact, id);
CREATE INDEX tickets_handed_over ON app_public.tickets USING btree (registration_id) WHERE (handed_over_at IS NOT NULL);
CREATE INDEX tickets_of_event ON app_public.tickets USING btree (event_id, id NULLS FIRST);
CREATE INDEX tickets_of_event_by_name ON app_public.tickets USING btree (event_id, attendee_name, id) INCLUDE (org_id, registration_id);
CREATE UNIQUE INDEX tickets_of_organization ON app_public.tickets USING btree (id, event_id, org_id);
CREATE INDEX tickets_of_registration ON app_public.tickets USING btree (registration_id, event_id, org_id, id);
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.tickets REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.tickets REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.tickets REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER emit_webhooks AFTER UPDATE ON app_public.tickets REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.emit_ticket_webhooks();
CREATE TRIGGER mark_ticket_change BEFORE UPDATE ON app_public.tickets FOR EACH ROW EXECUTE FUNCTION app_private.mark_ticket_change();
CREATE TRIGGER notify_tickets_insert AFTER INSERT ON app_public.tickets REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.notify_events('foyer_tickets');
CREATE TRIGGER notify_tickets_update AFTER UPDATE ON app_public.tickets REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.notify_events('foyer_tickets');

table app_public.users (
  id uuid not null default app_hidden.uuid_v7(),
  email text not null,
  name text not null,
  avatar_url text,
  phone text,
  locale text not null default 'en'::text,
  preferences jsonb not null default '{}'::jsonb,
  email_verified_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint users_avatar_url_check CHECK ((length(avatar_url) <= 2000)),
  constraint users_email_check CHECK (((email = lower(email)) AND (email ~ '^[^@\s]+@[^@\s]+$'::text) AND (length(email) <= 254))),
  constraint users_email_key UNIQUE (email),
  constraint users_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'de'::text]))),
  constraint users_name_check CHECK (((length(TRIM(BOTH FROM name)) >= 1) AND (length(TRIM(BOTH FROM name)) <= 120))),
  constraint users_phone_check CHECK ((phone ~ '^\+[1-9][0-9]{6,14}$'::text)),
  constraint users_pkey PRIMARY KEY (id),
  constraint users_preferences_check CHECK ((jsonb_typeof(preferences) = 'object'::text))
);
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON app_public.users FOR EACH ROW EXECUTE FUNCTION app_private.touch_updated_at();

table app_public.waiting_rooms (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  mode app_public.waiting_room_mode not null default 'auto'::app_public.waiting_room_mode,
  opens_at timestamp with time zone,
  closes_at timestamp with time zone,
  admit_per_minute integer not null default 3000,
  admission_minutes integer not null default 10,
  requires_account boolean not null default false,
  proof_of_work app_public.proof_of_work_mode not null default 'auto'::app_public.proof_of_work_mode,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint waiting_rooms_admission_minutes_check CHECK (((admission_minutes >= 2) AND (admission_minutes <= 60))),
  constraint waiting_rooms_admit_per_minute_check CHECK (((admit_per_minute >= 1) AND (admit_per_minute <= 600000))),
  constraint waiting_rooms_check CHECK (((closes_at IS NULL) OR ((opens_at IS NOT NULL) AND (closes_at > opens_at)))),
  constraint waiting_rooms_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES app_public.events(org_id, id) ON DELETE CASCADE,
  constraint waiting_rooms_org_id_event_id_key UNIQUE (org_id, event_id),
  constraint waiting_rooms_pkey PRIMARY KEY (id),
  constraint waiting_rooms_times_can_be_told CHECK ((((opens_at >= '1900-01-01 00:00:00+00'::timestamp with time zone) AND (opens_at <= '9999-01-01 00:00:00+00'::timestamp with time zone)) AND ((closes_at >= '1900-01-01 00:00:00+00'::timestamp with time zone) AND (closes_at <= '9999-01-01 00:00:00+00'::timestamp with time zone)))) NOT VALID
);
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.waiting_rooms REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.waiting_rooms REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.waiting_rooms REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON app_public.waiting_rooms FOR EACH ROW EXECUTE FUNCTION app_private.touch_updated_at();

table app_public.webhook_deliveries (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  webhook_endpoint_id uuid not null,
  topic app_public.webhook_topic not null,
  subject_id uuid not null,
  status app_public.webhook_status not null default 'pending'::app_public.webhook_status,
  attempt_count integer not null default 0,
  next_attempt_at timestamp with time zone default clock_timestamp(),
  claimed_until timestamp with time zone,
  last_attempt_at timestamp with time zone,
  last_http_status integer,
  last_failure app_public.webhook_failure,
  delivered_at timestamp with time zone,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint webhook_deliveries_check CHECK (((status = 'pending'::app_public.webhook_status) = (next_attempt_at IS NOT NULL))),
  constraint webhook_deliveries_check1 CHECK (((status = 'delivered'::app_public.webhook_status) = (delivered_at IS NOT NULL))),
  constraint webhook_deliveries_org_id_webhook_endpoint_id_fkey FOREIGN KEY (org_id, webhook_endpoint_id) REFERENCES app_public.webhook_endpoints(org_id, id) ON DELETE CASCADE,
  constraint webhook_deliveries_pkey PRIMARY KEY (id)
);
CREATE INDEX webhook_deliveries_claimed ON app_public.webhook_deliveries USING btree (webhook_endpoint_id) WHERE (claimed_until IS NOT NULL);
CREATE INDEX webhook_deliveries_due ON app_public.webhook_deliveries USING btree (webhook_endpoint_id, next_attempt_at, id) WHERE (status = 'pending'::app_public.webhook_status);
CREATE INDEX webhook_deliveries_ended ON app_public.webhook_deliveries USING btree (created_at) WHERE (status <> 'pending'::app_public.webhook_status);
CREATE INDEX webhook_deliveries_of_endpoint ON app_public.webhook_deliveries USING btree (webhook_endpoint_id, created_at DESC, id);

table app_public.webhook_endpoints (
  id uuid not null default app_hidden.uuid_v7(),
  org_id uuid not null,
  name text not null,
  url text not null,
  topics app_public.webhook_topic[] not null,
  disabled_at timestamp with time zone,
  disabled_because app_public.webhook_disabling,
  failing_since timestamp with time zone,
  paused_until timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint webhook_endpoints_check CHECK (((disabled_at IS NULL) = (disabled_because IS NULL))),
  constraint webhook_endpoints_name_check CHECK (((length(TRIM(BOTH FROM name)) >= 1) AND (length(TRIM(BOTH FROM name)) <= 80))),
  constraint webhook_endpoints_org_id_fkey FOREIGN KEY (org_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE,
  constraint webhook_endpoints_org_id_id_key UNIQUE (org_id, id),
  constraint webhook_endpoints_pkey PRIMARY KEY (id),
  constraint webhook_endpoints_topics_check CHECK (((cardinality(topics) >= 1) AND (cardinality(topics) <= 20))),
  constraint webhook_endpoints_url_check CHECK ((length(url) <= 2000))
);
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.webhook_endpoints REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.webhook_endpoints REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.webhook_endpoints REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON app_public.webhook_endpoints FOR EACH ROW EXECUTE FUNCTION app_private.touch_updated_at();

-- Policies

policy select_member on app_public.audit_logs for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy select_holder on app_public.check_ins for select to foyer_anonymous, foyer_user
  using (EXISTS ( SELECT
   FROM app_public.tickets t
  WHERE ((t.id = check_ins.ticket_id) AND (t.registration_id IN ( SELECT app_hidden.my_registration_ids() AS my_registration_ids)))
 OFFSET 0));
policy select_member on app_public.check_ins for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('staff'::app_public.org_role) AS my_org_ids));
policy select_member on app_public.devices for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('staff'::app_public.org_role) AS my_org_ids));
policy select_holder on app_public.event_access for select to foyer_anonymous, foyer_user
  using (event_id = ANY (ARRAY( SELECT r.event_id
   FROM app_public.registrations r
  WHERE ((r.id = ANY (ARRAY( SELECT app_hidden.my_registration_ids() AS my_registration_ids))) AND (r.status = 'confirmed'::app_public.registration_status)))));
policy select_member on app_public.event_access for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('staff'::app_public.org_role) AS my_org_ids));
policy delete_admin on app_public.event_links for delete to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy insert_admin on app_public.event_links for insert to foyer_user
  with check (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy select_member on app_public.event_links for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('staff'::app_public.org_role) AS my_org_ids));
policy insert_admin on app_public.events for insert to foyer_user
  with check (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy select_by_link on app_public.events for select to foyer_anonymous, foyer_user
  using ((status = ANY (ARRAY['published'::app_public.event_status, 'cancelled'::app_public.event_status])) AND (id IN ( SELECT app_hidden.linked_event_ids() AS linked_event_ids)));
policy select_member on app_public.events for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('staff'::app_public.org_role) AS my_org_ids));
policy select_public on app_public.events for select to foyer_anonymous, foyer_user
  using ((status = ANY (ARRAY['published'::app_public.event_status, 'cancelled'::app_public.event_status])) AND (published_at IS NOT NULL) AND (visibility = 'public'::app_public.event_visibility) AND (archived_at IS NULL));
policy select_registered on app_public.events for select to foyer_anonymous, foyer_user
  using (id IN ( SELECT app_hidden.my_event_ids() AS my_event_ids));
policy update_admin on app_public.events for update to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids))
  with check (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy delete_admin on app_public.gates for delete to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy insert_admin on app_public.gates for insert to foyer_user
  with check (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy select_member on app_public.gates for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('staff'::app_public.org_role) AS my_org_ids));
policy update_admin on app_public.gates for update to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids))
  with check (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy select_member on app_public.ledger_entries for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy select_all on app_public.org_branding for select to foyer_anonymous, foyer_user
  using true;
policy update_admin on app_public.org_branding for update to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids))
  with check (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy select_colleagues on app_public.org_members for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('staff'::app_public.org_role) AS my_org_ids));
policy select_all on app_public.organizations for select to foyer_anonymous, foyer_user
  using true;
policy update_admin on app_public.organizations for update to foyer_user
  using (id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids))
  with check (id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy select_holder on app_public.payments for select to foyer_anonymous, foyer_user
  using (registration_id IN ( SELECT app_hidden.my_registration_ids() AS my_registration_ids));
policy select_member on app_public.payments for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy select_member on app_public.quotas for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('staff'::app_public.org_role) AS my_org_ids));
policy select_holder on app_public.refunds for select to foyer_anonymous, foyer_user
  using (registration_id IN ( SELECT app_hidden.my_registration_ids() AS my_registration_ids));
policy select_member on app_public.refunds for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy select_holder on app_public.registration_items for select to foyer_anonymous, foyer_user
  using (registration_id IN ( SELECT app_hidden.my_registration_ids() AS my_registration_ids));
policy select_member on app_public.registration_items for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('staff'::app_public.org_role) AS my_org_ids));
policy select_holder on app_public.registrations for select to foyer_anonymous, foyer_user
  using (id IN ( SELECT app_hidden.my_registration_ids() AS my_registration_ids));
policy select_member on app_public.registrations for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('staff'::app_public.org_role) AS my_org_ids));
policy select_member on app_public.scans for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('staff'::app_public.org_role) AS my_org_ids));
policy delete_admin on app_public.session_speakers for delete to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy insert_admin on app_public.session_speakers for insert to foyer_user
  with check (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy select_visible on app_public.session_speakers for select to foyer_anonymous, foyer_user
  using (EXISTS ( SELECT
   FROM app_public.sessions s
  WHERE (s.id = session_speakers.session_id)
 OFFSET 0));
policy update_admin on app_public.session_speakers for update to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids))
  with check (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy delete_admin on app_public.sessions for delete to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy insert_admin on app_public.sessions for insert to foyer_user
  with check (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy select_visible on app_public.sessions for select to foyer_anonymous, foyer_user
  using (EXISTS ( SELECT
   FROM app_public.events e
  WHERE (e.id = sessions.event_id)
 OFFSET 0));
policy update_admin on app_public.sessions for update to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids))
  with check (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy delete_admin on app_public.speakers for delete to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy insert_admin on app_public.speakers for insert to foyer_user
  with check (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy select_member on app_public.speakers for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('staff'::app_public.org_role) AS my_org_ids));
policy select_visible on app_public.speakers for select to foyer_anonymous, foyer_user
  using (EXISTS ( SELECT
   FROM app_public.session_speakers s
  WHERE (s.speaker_id = speakers.id)
 OFFSET 0));
policy update_admin on app_public.speakers for update to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids))
  with check (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy select_member on app_public.ticket_type_quotas for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('staff'::app_public.org_role) AS my_org_ids));
policy select_held on app_public.ticket_types for select to foyer_anonymous, foyer_user
  using (EXISTS ( SELECT
   FROM app_public.registration_items i
  WHERE ((i.org_id = ticket_types.org_id) AND (i.event_id = ticket_types.event_id) AND (i.ticket_type_id = ticket_types.id) AND (i.registration_id IN ( SELECT app_hidden.my_registration_ids() AS my_registration_ids)))
 OFFSET 0));
policy select_member on app_public.ticket_types for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('staff'::app_public.org_role) AS my_org_ids));
policy select_unlocked on app_public.ticket_types for select to foyer_anonymous, foyer_user
  using (is_active AND (event_id IN ( SELECT app_hidden.linked_event_ids(true) AS linked_event_ids)) AND (EXISTS ( SELECT
   FROM app_public.events e
  WHERE (e.id = ticket_types.event_id)
 OFFSET 0)));
policy select_visible on app_public.ticket_types for select to foyer_anonymous, foyer_user
  using (is_active AND (NOT is_hidden) AND (EXISTS ( SELECT
   FROM app_public.events e
  WHERE (e.id = ticket_types.event_id)
 OFFSET 0)));
policy select_holder on app_public.tickets for select to foyer_anonymous, foyer_user
  using ((registration_id IN ( SELECT app_hidden.my_registration_ids() AS my_registration_ids)) AND (id <> ALL (ARRAY( SELECT app_hidden.my_handed_over_ticket_ids() AS my_handed_over_ticket_ids))));
policy select_member on app_public.tickets for select to foyer_user
  using COALESCE((org_id = ANY (ARRAY( SELECT app_hidden.my_org_ids('staff'::app_public.org_role) AS my_org_ids))), false);
policy select_colleagues on app_public.users for select to foyer_user
  using (EXISTS ( SELECT
   FROM app_public.org_members m
  WHERE ((m.user_id = users.id) AND (m.org_id IN ( SELECT app_hidden.my_org_ids('staff'::app_public.org_role) AS my_org_ids)))
 OFFSET 0));
policy select_self on app_public.users for select to foyer_user
  using (id = ( SELECT app_hidden.current_user_id() AS current_user_id));
policy update_self on app_public.users for update to foyer_user
  using (id = ( SELECT app_hidden.current_user_id() AS current_user_id))
  with check (id = ( SELECT app_hidden.current_user_id() AS current_user_id));
policy select_member on app_public.waiting_rooms for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('staff'::app_public.org_role) AS my_org_ids));
policy select_admin on app_public.webhook_deliveries for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy delete_admin on app_public.webhook_endpoints for delete to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));
policy select_admin on app_public.webhook_endpoints for select to foyer_user
  using (org_id IN ( SELECT app_hidden.my_org_ids('admin'::app_public.org_role) AS my_org_ids));

-- Rights on tables and columns

grant select on app_public.audit_logs to foyer_user;
grant select on app_public.check_ins to foyer_anonymous;
grant select on app_public.check_ins to foyer_user;
grant select on app_public.devices to foyer_user;
grant select on app_public.event_access to foyer_anonymous;
grant select on app_public.event_access to foyer_user;
grant delete, select on app_public.event_links to foyer_user;
grant insert (org_id, event_id, label, unlocks_hidden) on app_public.event_links to foyer_user;
grant select on app_public.events to foyer_anonymous;
grant insert (org_id, slug, title, summary, description, category, event_type, visibility, starts_at, ends_at, timezone, location, cover_image_url, currency, contact_email, hold_seconds, max_tickets_per_order, max_tickets_per_person, check_in_opens_at, check_in_closes_at, cancellable_until, cancellation_refund_percent, is_transferable, transfers_close_at) on app_public.events to foyer_user;
grant select on app_public.events to foyer_user;
grant update (slug, title, summary, description, category, event_type, visibility, starts_at, ends_at, timezone, location, cover_image_url, currency, contact_email, hold_seconds, max_tickets_per_order, max_tickets_per_person, check_in_opens_at, check_in_closes_at, cancellable_until, cancellation_refund_percent, is_transferable, transfers_close_at) on app_public.events to foyer_user;
grant delete, select on app_public.gates to foyer_user;
grant insert (org_id, event_id, name) on app_public.gates to foyer_user;
grant update (name) on app_public.gates to foyer_user;
grant select on app_public.ledger_entries to foyer_user;
grant select (id, org_id, tagline, logo_url, cover_image_url, colors, terms_of_service, privacy_policy, updated_at) on app_public.org_branding to foyer_anonymous;
grant select (id, org_id, tagline, logo_url, cover_image_url, colors, terms_of_service, privacy_policy, updated_at) on app_public.org_branding to foyer_user;
grant update (tagline, logo_url, cover_image_url, colors, templates, terms_of_service, privacy_policy) on app_public.org_branding to foyer_user;
grant select on app_public.org_members to foyer_user;
grant select (id, name, slug, description, website_url, is_verified, created_at, updated_at) on app_public.organizations to foyer_anonymous;
grant select (id, name, slug, description, website_url, is_verified, created_at, updated_at) on app_public.organizations to foyer_user;
grant update (name, description, website_url) on app_public.organizations to foyer_user;
grant select on app_public.payments to foyer_anonymous;
grant select on app_public.payments to foyer_user;
grant select on app_public.quotas to foyer_user;
grant select on app_public.refunds to foyer_anonymous;
grant select on app_public.refunds to foyer_user;
grant select on app_public.registration_items to foyer_anonymous;
grant select on app_public.registration_items to foyer_user;
grant select on app_public.registrations to foyer_anonymous;
grant select on app_public.registrations to foyer_user;
grant select on app_public.scans to foyer_user;
grant select on app_public.session_speakers to foyer_anonymous;
grant delete, select on app_public.session_speakers to foyer_user;
grant insert (org_id, session_id, speaker_id, role) on app_public.session_speakers to foyer_user;
grant update (role) on app_public.session_speakers to foyer_user;
grant select on app_public.sessions to foyer_anonymous;
grant delete, select on app_public.sessions to foyer_user;
grant insert (org_id, event_id, title, description, room, track, starts_at, ends_at, capacity, tags) on app_public.sessions to foyer_user;
grant update (title, description, room, track, starts_at, ends_at, capacity, tags) on app_public.sessions to foyer_user;
grant select on app_public.speakers to foyer_anonymous;
grant delete, select on app_public.speakers to foyer_user;
grant insert (org_id, name, title, bio, photo_url, social_links) on app_public.speakers to foyer_user;
grant update (name, title, bio, photo_url, social_links) on app_public.speakers to foyer_user;
grant select on app_public.ticket_type_quotas to foyer_user;
grant select on app_public.ticket_types to foyer_anonymous;
grant select on app_public.ticket_types to foyer_user;
grant select on app_public.tickets to foyer_anonymous;
grant select on app_public.tickets to foyer_user;
grant select on app_public.users to foyer_user;
grant update (name, avatar_url, phone, locale, preferences) on app_public.users to foyer_user;
grant select on app_public.waiting_rooms to foyer_user;
grant select on app_public.webhook_deliveries to foyer_user;
grant delete, select on app_public.webhook_endpoints to foyer_user;

-- Functions: who may call them (their text is in functions/)

function app_hidden.check_in_window(app_public.events) returns tstzrange immutable to foyer_anonymous, foyer_user;
function app_hidden.check_webhook(text,text,app_public.webhook_topic[]) returns void stable;
function app_hidden.confirmation_numbers(integer) returns text[] volatile security definer;
function app_hidden.crockford(bytea,integer) returns text immutable to foyer_user;
function app_hidden.current_registration_id() returns uuid stable to foyer_anonymous, foyer_user;
function app_hidden.current_user_id() returns uuid stable to foyer_anonymous, foyer_user;
function app_hidden.is_email_address(text) returns boolean immutable;
function app_hidden.is_time_zone(text) returns boolean immutable to foyer_anonymous, foyer_user;
function app_hidden.linked_event_ids(boolean) returns SETOF uuid stable security definer to foyer_anonymous, foyer_user;
function app_hidden.lock_my_pending_registration(uuid) returns app_public.registrations volatile security definer;
function app_hidden.lock_my_webhook_endpoint(uuid) returns app_public.webhook_endpoints volatile security definer;
function app_hidden.my_event_ids() returns SETOF uuid stable security definer to foyer_anonymous, foyer_user;
function app_hidden.my_handed_over_ticket_ids() returns SETOF uuid stable security definer to foyer_anonymous, foyer_user;
function app_hidden.my_org_ids(app_public.org_role) returns SETOF uuid stable security definer to foyer_anonymous, foyer_user;
function app_hidden.my_registration_ids() returns SETOF uuid stable security definer to foyer_anonymous, foyer_user;
function app_hidden.new_confirmation_number() returns text volatile security definer;
function app_hidden.random_bytes_16() returns bytea volatile to foyer_user;
function app_hidden.require_org_role(uuid,app_public.org_role) returns void stable security definer;
function app_hidden.uuid_v7() returns uuid volatile to foyer_anonymous, foyer_user;
function app_private.add_event_key(uuid,bytea,bytea) returns void volatile security definer to foyer_authenticator, foyer_checkin, foyer_worker;
function app_private.admission_signature(bytea,uuid,text,text) returns text immutable security definer;
function app_private.adopt_refund(text,jsonb) returns uuid volatile security definer;
function app_private.advance_waiting_rooms() returns jsonb volatile security definer to foyer_authenticator;
function app_private.apply_early_refunds() returns integer volatile security definer to foyer_worker;
function app_private.apply_payment_state(text,jsonb) returns text volatile security definer;
function app_private.apply_refund_state(text,jsonb) returns text volatile security definer to foyer_worker;
function app_private.audit() returns trigger volatile security definer;
function app_private.audit_row_hash(app_public.audit_logs) returns bytea immutable;
function app_private.begin_audit_era() returns void volatile security definer;
function app_private.begin_payment(uuid,uuid,uuid,text) returns jsonb volatile security definer to foyer_authenticator;
function app_private.begin_payments(jsonb) returns jsonb volatile security definer to foyer_authenticator;
function app_private.begin_sign_in(text,text) returns TABLE(user_id uuid, password_hash text, is_verified boolean) volatile security definer to foyer_authenticator;
function app_private.cancel_tickets(uuid,uuid[],bigint,boolean,text) returns app_public.registrations volatile security definer;
function app_private.cancelled_tickets(uuid[]) returns jsonb stable security definer to foyer_worker;
function app_private.check_in_changes(uuid,xid8) returns TABLE(ticket_id uuid, secret bytea, code text, status app_public.ticket_status, version integer, attendee_name text, ticket_type_name text, scan_id uuid, checked_in_at timestamp with time zone, gate_name text, device_name text) stable security definer to foyer_checkin;
function app_private.check_in_counts(uuid) returns TABLE(expected bigint, admitted bigint) stable security definer to foyer_checkin;
function app_private.check_in_digest(uuid) returns text stable security definer;
function app_private.check_in_event(uuid) returns jsonb stable security definer to foyer_checkin;
function app_private.check_in_events() returns SETOF uuid stable security definer to foyer_checkin;
function app_private.check_in_of_scan(uuid,uuid) returns uuid stable security definer to foyer_checkin;
function app_private.check_in_pulse(uuid[],xid8[]) returns TABLE(event_id uuid, has_changes boolean, digest text) stable security definer to foyer_checkin;
function app_private.check_in_snapshot(uuid,uuid,integer) returns TABLE(ticket_id uuid, secret bytea, code text, status app_public.ticket_status, version integer, attendee_name text, ticket_type_name text, scan_id uuid, checked_in_at timestamp with time zone, gate_name text, device_name text) stable security definer to foyer_checkin;
function app_private.claim_admission(uuid,uuid) returns jsonb volatile security definer to foyer_authenticator;
function app_private.claim_delivery(text,text) returns boolean volatile security definer to foyer_worker;
function app_private.claim_outbox(integer,integer) returns TABLE(id bigint, topic text, org_id uuid, payload jsonb, created_at timestamp with time zone) volatile security definer to foyer_worker;
function app_private.claim_pairing(bytea,bytea) returns jsonb volatile security definer to foyer_checkin;
function app_private.claim_refund(uuid) returns jsonb volatile security definer to foyer_worker;
function app_private.claim_webhooks(integer,integer,integer) returns TABLE(delivery_id uuid, attempt integer, url text, body jsonb, secrets text[], is_failing boolean) volatile security definer to foyer_worker;
function app_private.confirm_registration(uuid) returns boolean volatile security definer;
function app_private.create_sign_in(uuid,bytea,text,text) returns jsonb volatile security definer to foyer_authenticator;
function app_private.device_by_token(bytea) returns TABLE(device_id uuid, event_id uuid) stable security definer to foyer_checkin;
function app_private.disable_webhook_endpoint(uuid,app_public.webhook_disabling) returns void volatile security definer;
function app_private.document_tickets(uuid[]) returns jsonb stable security definer;
function app_private.door_knows(uuid,text) returns boolean stable security definer to foyer_authenticator;
function app_private.door_must_know(uuid) returns text stable security definer to foyer_authenticator;
function app_private.due_refunds(integer) returns SETOF uuid volatile security definer to foyer_worker;
function app_private.emit_check_in_webhooks() returns trigger volatile security definer;
function app_private.emit_event_webhooks() returns trigger volatile security definer;
function app_private.emit_registration_webhooks() returns trigger volatile security definer;
function app_private.emit_ticket_webhooks() returns trigger volatile security definer;
function app_private.emit_transfer_webhooks() returns trigger volatile security definer;
function app_private.emit_webhooks(jsonb) returns void volatile security definer;
function app_private.enqueue(text,uuid,jsonb) returns void volatile security definer;
function app_private.event_key(uuid) returns TABLE(key_id integer, public_key bytea, private_key_encrypted bytea) stable security definer to foyer_authenticator, foyer_checkin, foyer_worker;
function app_private.event_totals(uuid) returns TABLE(capacity integer, sold_count bigint, held_count bigint, checked_in_count bigint, registration_count bigint, revenue_minor bigint, refunded_minor bigint, currency character) stable security definer;
function app_private.expire_holds(integer) returns integer volatile security definer to foyer_authenticator, foyer_worker;
function app_private.fail_undeliverable_webhooks(integer) returns integer volatile security definer to foyer_worker;
function app_private.follow_event_currency() returns trigger volatile security definer;
function app_private.give_back(uuid,bigint,uuid,boolean,boolean) returns bigint volatile security definer;
function app_private.hand_out_refunds(integer) returns TABLE(refund_id uuid, org_id uuid) volatile security definer to foyer_worker;
function app_private.handed_over_holders(uuid) returns TABLE(ticket_id uuid, name text, email text) stable security definer to foyer_worker;
function app_private.idempotency_digest(text) returns uuid immutable;
function app_private.is_delivered(text) returns boolean stable security definer to foyer_worker;
function app_private.is_webhook_wanted(uuid[]) returns boolean stable security definer;
function app_private.issue_email_token(uuid,text,text,text,text,text) returns void volatile security definer;
function app_private.issue_tickets(uuid[]) returns void volatile security definer;
function app_private.join_waiting_room(jsonb) returns jsonb volatile security definer to foyer_authenticator;
function app_private.keep_event_access() returns trigger volatile security definer;
function app_private.ledger_mismatches(interval) returns TABLE(kind text, count bigint) stable security definer to foyer_worker;
function app_private.limit_gates() returns trigger volatile security definer;
function app_private.live_totals(uuid) returns jsonb stable security definer to foyer_authenticator;
function app_private.lock_check_ins(uuid) returns void volatile security definer;
function app_private.lock_order(uuid) returns void volatile security definer;
function app_private.lock_quotas_of(uuid[]) returns void volatile security definer;
function app_private.made_at_provider(timestamp with time zone) returns TABLE(provider_refund_id text, confirmation_number text, amount_minor bigint, currency text) stable security definer to foyer_worker;
function app_private.mark_delivered(text) returns void volatile security definer to foyer_worker;
function app_private.mark_outbox_published(bigint[]) returns void volatile security definer to foyer_worker;
function app_private.mark_ticket_change() returns trigger volatile;
function app_private.note_attendees(jsonb) returns jsonb[] volatile security definer;
function app_private.note_demand(jsonb) returns jsonb volatile security definer to foyer_authenticator;
function app_private.note_device_list(bytea,timestamp with time zone,integer) returns void volatile security definer to foyer_checkin;
function app_private.note_door_watermark(uuid,xid8) returns void volatile security definer to foyer_checkin;
function app_private.note_outbox_published(bigint[],uuid,text) returns boolean volatile security definer to foyer_worker;
function app_private.note_queue_memory(uuid,text) returns integer volatile security definer to foyer_worker;
function app_private.note_webhook_attempt(uuid,integer,integer,app_public.webhook_failure,integer) returns text volatile security definer to foyer_worker;
function app_private.notify_events() returns trigger volatile security definer;
function app_private.notify_outbox() returns trigger volatile security definer;
function app_private.notify_registration_status() returns trigger volatile security definer;
function app_private.open_payments(interval,integer) returns TABLE(payment_id uuid, provider text, provider_payment_id text, registration_status app_public.registration_status) volatile security definer to foyer_worker;
function app_private.operation_state() returns TABLE(outbox_waiting bigint, outbox_oldest_seconds double precision, holds_open bigint, holds_overdue bigint, holds_overdue_seconds double precision, payments_open_under_15m bigint, payments_open_under_1h bigint, payments_open_over_1h bigint, payments_unsettled_seconds double precision, refunds_queued bigint, refunds_pending bigint, refunds_failed bigint, refunds_queued_seconds double precision, audit_unsealed_seconds double precision) stable security definer to foyer_worker;
function app_private.outbox_lag() returns TABLE(waiting bigint, oldest_seconds double precision) stable security definer to foyer_worker;
function app_private.payment_of_event(text,jsonb) returns uuid stable security definer;
function app_private.payment_to_cancel(uuid) returns jsonb stable security definer to foyer_worker;
function app_private.public_availability(uuid) returns jsonb stable security definer to foyer_authenticator;
function app_private.queue_refund(uuid,bigint,text) returns uuid volatile security definer;
function app_private.record_check_ins(uuid,jsonb) returns text[] volatile security definer to foyer_checkin;
function app_private.record_payment_event(text,text,text,jsonb,jsonb,jsonb) returns jsonb volatile security definer to foyer_authenticator, foyer_worker;
function app_private.record_payment_events(jsonb) returns jsonb volatile security definer to foyer_authenticator;
function app_private.record_payment_intent(uuid,text,text) returns void volatile security definer to foyer_authenticator;
function app_private.record_payment_intents(uuid[],text[],text[]) returns void volatile security definer to foyer_authenticator;
function app_private.record_payment_pages(uuid[],text[],text[]) returns text[] volatile security definer to foyer_authenticator;
function app_private.refund_notice(uuid) returns jsonb stable security definer to foyer_worker;
function app_private.refund_of_event(text,jsonb) returns uuid stable security definer;
function app_private.refunded_with_event(uuid) returns bigint stable security definer to foyer_worker;
function app_private.refuse(jsonb) returns void volatile;
function app_private.refuse_change() returns trigger volatile;
function app_private.registration_document(uuid) returns jsonb stable security definer to foyer_worker;
function app_private.registration_document_and_key(uuid) returns TABLE(document jsonb, pdf_key text) stable security definer to foyer_worker;
function app_private.registration_ids_of_event(uuid,uuid,integer) returns SETOF uuid stable security definer to foyer_worker;
function app_private.registrations_by_email(text) returns TABLE(registration_id uuid, confirmation_number text, event_title text, starts_at timestamp with time zone, timezone text, ticket_count bigint) stable security definer to foyer_worker;
function app_private.release_delivery(text) returns void volatile security definer to foyer_worker;
function app_private.release_holds(uuid[],app_public.registration_status) returns integer volatile security definer;
function app_private.replace_ticket(app_public.tickets,text,text,text,boolean) returns void volatile security definer;
function app_private.replaced_codes(uuid,uuid[]) returns TABLE(ticket_id uuid, secret bytea, code text) stable security definer to foyer_checkin;
function app_private.request_password_reset(text,text,text) returns void volatile security definer to foyer_authenticator;
function app_private.request_ticket_pdf(uuid) returns void volatile security definer to foyer_authenticator;
function app_private.reserve_batch(jsonb) returns json volatile security definer to foyer_authenticator;
function app_private.reset_password(text,text) returns jsonb volatile security definer to foyer_authenticator;
function app_private.revoke_sign_in(bytea) returns void volatile security definer to foyer_authenticator;
function app_private.rotate_refresh(bytea,bytea) returns jsonb volatile security definer to foyer_authenticator;
function app_private.sale_gate(uuid) returns TABLE(org_id uuid, is_open boolean, mode app_public.waiting_room_mode, proof_of_work app_public.proof_of_work_mode, requires_account boolean, admit_per_minute integer, admission_minutes integer, opens_at timestamp with time zone, closes_at timestamp with time zone, opened_at timestamp with time zone, last_number bigint, admitted_through bigint, demand_per_second double precision, signing_key bytea) stable security definer;
function app_private.sale_stock(uuid) returns app_public.sale_stock stable security definer;
function app_private.seal_audit() returns bigint volatile security definer to foyer_worker;
function app_private.search_guests(uuid,text,integer) returns TABLE(ticket_id uuid, code text, status app_public.ticket_status, attendee_name text, email_hint text, ticket_type_name text, confirmation_number text, checked_in_at timestamp with time zone) stable security definer to foyer_checkin;
function app_private.sign_in_with_password(uuid,text,bytea,text,text) returns jsonb volatile security definer to foyer_authenticator;
function app_private.sign_off_device(bytea) returns boolean volatile security definer to foyer_checkin;
function app_private.sign_up(text,text,text,text,text) returns void volatile security definer to foyer_authenticator;
function app_private.signed_in(app_public.users,uuid) returns jsonb immutable;
function app_private.sweep_outbox(interval,integer) returns integer volatile security definer to foyer_worker;
function app_private.sweep_waiting_places(integer) returns integer volatile security definer to foyer_worker;
function app_private.sweep_webhooks(interval,integer) returns integer volatile security definer to foyer_worker;
function app_private.throttle_subjects(text,text) returns TABLE(subject_hash bytea, free_failures integer) immutable;
function app_private.ticket_pdf_key(uuid) returns text stable security definer to foyer_authenticator, foyer_worker;
function app_private.ticket_token_parts(uuid[],uuid,uuid) returns TABLE(ticket_id uuid, event_id uuid, secret bytea, version integer, valid_from timestamp with time zone, valid_until timestamp with time zone) stable security definer to foyer_authenticator;
function app_private.touch_updated_at() returns trigger volatile;
function app_private.transfer_notice(uuid) returns jsonb stable security definer to foyer_worker;
function app_private.verify_audit() returns TABLE(seal_id bigint, is_intact boolean) stable security definer to foyer_worker;
function app_private.verify_email(text) returns jsonb volatile security definer to foyer_authenticator;
function app_private.waiting_room_state(uuid) returns jsonb stable security definer to foyer_authenticator;
function app_private.webhook_body(app_public.webhook_deliveries) returns jsonb stable security definer;
function app_private.webhook_delay(integer) returns interval immutable;
function app_private.webhook_lag() returns TABLE(pending bigint, overdue_seconds double precision) stable security definer to foyer_worker;
function app_private.webhook_notice(uuid,uuid) returns jsonb stable security definer to foyer_worker;
function app_public.cancel_event(uuid,text) returns app_public.events volatile security definer to foyer_user;
function app_public.cancel_my_tickets(uuid,uuid[]) returns app_public.registrations volatile security definer to foyer_anonymous, foyer_user;
function app_public.cancel_tickets(uuid,uuid[],bigint,text) returns app_public.registrations volatile security definer to foyer_user;
function app_public.confirm_free_registration(uuid) returns app_public.registrations volatile security definer to foyer_anonymous, foyer_user;
function app_public.create_device_pairing(uuid,text,uuid,boolean) returns app_public.device_pairing volatile security definer to foyer_user;
function app_public.create_organization(text,text) returns app_public.organizations volatile security definer to foyer_user;
function app_public.create_webhook_endpoint(uuid,text,text,app_public.webhook_topic[]) returns app_public.webhook_endpoint_secret volatile security definer to foyer_user;
function app_public.discover_events(text,app_public.event_category,uuid,boolean) returns SETOF app_public.events stable to foyer_anonymous, foyer_user;
function app_public.event_by_slug(text,text) returns app_public.events stable to foyer_anonymous, foyer_user;
function app_public.event_check_ins_over_time(uuid) returns TABLE(starting_at timestamp with time zone, check_in_count bigint) stable to foyer_user;
function app_public.event_sales(uuid) returns TABLE(ticket_type_id uuid, name text, price_minor bigint, currency character, sold_count bigint, held_count bigint, remaining integer, revenue_minor bigint, checked_in_count bigint) stable to foyer_user;
function app_public.event_sales_by_day(uuid) returns TABLE(day date, ticket_count bigint, revenue_minor bigint) stable to foyer_user;
function app_public.event_totals(uuid) returns TABLE(capacity integer, sold_count bigint, held_count bigint, checked_in_count bigint, registration_count bigint, revenue_minor bigint, refunded_minor bigint, currency character) stable security definer to foyer_user;
function app_public.event_waiting_line(uuid) returns TABLE(is_open boolean, stock app_public.sale_stock, joined_count bigint, waiting_count bigint, inside_count bigint, ordered_count bigint, demand_per_second double precision, admit_per_minute integer, opened_at timestamp with time zone) stable security definer to foyer_user;
function app_public.events_is_ordered(app_public.events) returns boolean stable to foyer_anonymous, foyer_user;
function app_public.events_waiting_line(app_public.events) returns app_public.waiting_line stable security definer to foyer_anonymous, foyer_user;
function app_public.exchange_webhook_secret(uuid) returns app_public.webhook_endpoint_secret volatile security definer to foyer_user;
function app_public.me() returns app_public.users stable security definer to foyer_anonymous, foyer_user;
function app_public.publish_event(uuid) returns app_public.events volatile security definer to foyer_user;
function app_public.redeliver_webhook(uuid) returns app_public.webhook_deliveries volatile security definer to foyer_user;
function app_public.refund_registration(uuid,bigint,uuid) returns app_public.registrations volatile security definer to foyer_user;
function app_public.registrations_handed_over_tickets(app_public.registrations) returns TABLE(ticket_id uuid, ticket_type_name text, attendee_name text, handed_over_at timestamp with time zone) stable security definer to foyer_anonymous, foyer_user;
function app_public.registrations_history(app_public.registrations) returns SETOF app_public.audit_logs stable security definer to foyer_user;
function app_public.release_registration(uuid) returns app_public.registrations volatile security definer to foyer_anonymous, foyer_user;
function app_public.request_ticket_links(text,text) returns boolean volatile security definer to foyer_anonymous, foyer_user;
function app_public.resend_confirmation(uuid) returns app_public.registrations volatile security definer to foyer_anonymous, foyer_user;
function app_public.revoke_device(uuid) returns app_public.devices volatile security definer to foyer_user;
function app_public.save_attendees(uuid,text,text,app_public.attendee_input[],text) returns app_public.registrations volatile security definer to foyer_anonymous, foyer_user;
function app_public.save_event_tickets(uuid,app_public.quota_input[],app_public.ticket_type_input[]) returns app_public.events volatile security definer to foyer_user;
function app_public.save_waiting_room(uuid,app_public.waiting_room_mode,timestamp with time zone,timestamp with time zone,integer,integer,boolean,app_public.proof_of_work_mode) returns app_public.waiting_rooms volatile security definer to foyer_user;
function app_public.save_webhook_endpoint(uuid,text,text,app_public.webhook_topic[]) returns app_public.webhook_endpoints volatile security definer to foyer_user;
function app_public.search_attendees(uuid,text,uuid,boolean) returns SETOF app_public.tickets stable to foyer_user;
function app_public.search_registrations(uuid,text,app_public.registration_status) returns SETOF app_public.registrations stable to foyer_user;
function app_public.switch_webhook_endpoint(uuid,boolean) returns app_public.webhook_endpoints volatile security definer to foyer_user;
function app_public.test_webhook_endpoint(uuid) returns app_public.webhook_deliveries volatile security definer to foyer_user;
function app_public.ticket_types_availability(app_public.ticket_types) returns app_public.ticket_availability stable security definer to foyer_anonymous, foyer_user;
function app_public.ticket_types_is_ordered(app_public.ticket_types) returns boolean stable to foyer_anonymous, foyer_user;
function app_public.ticket_types_remaining(app_public.ticket_types) returns integer stable security definer to foyer_anonymous, foyer_user;
function app_public.tickets_checked_in_at(app_public.tickets) returns timestamp with time zone stable to foyer_anonymous, foyer_user;
function app_public.transfer_ticket(uuid,text,text) returns app_public.registrations volatile security definer to foyer_anonymous, foyer_user;
function app_public.undo_check_in(uuid) returns app_public.check_ins volatile security definer to foyer_user;
function app_public.unpublish_event(uuid) returns app_public.events volatile security definer to foyer_user;

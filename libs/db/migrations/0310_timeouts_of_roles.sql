-- How long a statement of our services may run, wait for a lock, and leave a transaction idle, wherever they
-- come from: behind a PgBouncer they cannot say so for their session. Roles belong to the administrator.
reset role;
alter role foyer_authenticator set statement_timeout = '15s';
alter role foyer_authenticator set lock_timeout = '5s';
alter role foyer_authenticator set idle_in_transaction_session_timeout = '15s';
alter role foyer_worker set statement_timeout = '15s';
alter role foyer_worker set lock_timeout = '5s';
alter role foyer_worker set idle_in_transaction_session_timeout = '15s';
alter role foyer_checkin set statement_timeout = '15s';
alter role foyer_checkin set lock_timeout = '5s';
alter role foyer_checkin set idle_in_transaction_session_timeout = '15s';

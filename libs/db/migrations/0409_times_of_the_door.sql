-- As apps/checkin says for its session where it has one: what takes longer is cut off by its connection, and would be
-- tried whole for ever. Short of the statement's time, so that it is known what was waited for. Roles belong to the administrator.
reset role;
alter role foyer_checkin set statement_timeout = '3s';
alter role foyer_checkin set lock_timeout = '2s';

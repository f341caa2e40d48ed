-- Our statements take milliseconds; compiling one of them takes hundreds, in every session anew. Roles belong to
-- the administrator.
reset role;
alter role foyer_authenticator set jit = off;
alter role foyer_worker set jit = off;
alter role foyer_checkin set jit = off;

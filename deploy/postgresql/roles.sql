-- Once, by the administrator of the database server on the primary: psql -f roles.sql; then \password for each role.
-- What each may do is granted after every migration by manage.py grant_web_role (docs/maintainers/database-roles.md).
CREATE ROLE seoulwork_owner LOGIN;
CREATE ROLE seoulwork_web LOGIN;
CREATE ROLE seoulwork_worker LOGIN;
CREATE ROLE seoulwork_standby LOGIN REPLICATION;

-- A page: whoever waits longer has gone. A web host that is cut off lets go of its locks.
ALTER ROLE seoulwork_web SET statement_timeout = '30s';
ALTER ROLE seoulwork_web SET lock_timeout = '15s';
ALTER ROLE seoulwork_web SET idle_in_transaction_session_timeout = '5s';

-- Long work: an import reads and judges for minutes within one transaction.
ALTER ROLE seoulwork_worker SET statement_timeout = '15min';
ALTER ROLE seoulwork_worker SET lock_timeout = '1min';
ALTER ROLE seoulwork_worker SET idle_in_transaction_session_timeout = '10min';

-- What the program would else say itself on each connection: pgbouncer hands connections on between transactions.
ALTER ROLE seoulwork_web SET timezone = 'UTC';
ALTER ROLE seoulwork_worker SET timezone = 'UTC';

CREATE DATABASE seoulwork OWNER seoulwork_owner ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
-- Strangers have nothing to look for in it.
REVOKE ALL ON DATABASE seoulwork FROM PUBLIC;

SELECT pg_create_physical_replication_slot('seoulwork_standby');

#!/usr/bin/env bash
# Runs a command with a PostgreSQL server of its own: made in a temporary directory, reached by a socket there and named
# in DATABASE_URL, stopped and removed when the command ends.
#
#   tools/with-postgresql.sh .venv/bin/pytest
#
# SERVER_OPTIONS gives the server more settings.
set -euo pipefail

programs=$(compgen -G '/usr/lib/postgresql/*/bin' | sort --version-sort | tail -1) ||
  { echo 'PostgreSQL이 설치되어 있지 않습니다.' >&2; exit 1; }
directory=$(mktemp -d "${TMPDIR:-/tmp}/postgresql.XXXXXX")

# PostgreSQL refuses to run as root.
as_owner=()
if [ "$(id -u)" = 0 ]; then
  chown postgres: "$directory"
  as_owner=(runuser -u postgres --)
fi

finish() {
  (cd / && "${as_owner[@]}" "$programs/pg_ctl" stop -D "$directory/data" --mode=immediate --silent) || true
  rm -rf "$directory"
}
trap finish EXIT
trap 'exit 130' INT TERM

# C.UTF-8 sorts by code point, as SQLite does. Nothing here has to survive a crash.
(
  cd /
  "${as_owner[@]}" "$programs/initdb" --pgdata="$directory/data" --username=postgres --auth=trust \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
  "${as_owner[@]}" "$programs/pg_ctl" start -D "$directory/data" --log="$directory/log" --wait --silent \
    --options="-k $directory -c listen_addresses= -c max_connections=300 -c fsync=off -c full_page_writes=off ${SERVER_OPTIONS:-}" \
    || { cat "$directory/log" >&2; exit 1; }
)

export DATABASE_URL="postgres:///postgres?host=$directory&user=postgres"
"$@"

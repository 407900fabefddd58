#!/bin/sh
# Put a backup back: deploy/restore.sh BACKUP_DIR/DAY.dump
# The database must be empty; stop web, worker, heavy and beat first.
set -eu
: "${DATABASE_URL:?}" "${MEDIA_ROOT:?}"
dump=${1:?usage: restore.sh FILE.dump}
media="${dump%.dump}.media.tar.gz"
pg_restore --exit-on-error --no-owner --dbname="$DATABASE_URL" "$dump"
mkdir -p "$MEDIA_ROOT"
[ ! -f "$media" ] || tar -C "$MEDIA_ROOT" -xzf "$media"
echo "restored $dump"

#!/bin/sh
# Write the database and the attachments to BACKUP_DIR and keep the last KEEP_DAYS days.
# A dump gets its name only when it is whole, so /healthz never reports half a backup.
set -eu
: "${DATABASE_URL:?}" "${BACKUP_DIR:?}" "${MEDIA_ROOT:?}"
day=$(date +%Y-%m-%dT%H%M%S)
mkdir -p "$BACKUP_DIR" "$MEDIA_ROOT"
umask 077
pg_dump --format=custom --file="$BACKUP_DIR/.$day.part" "$DATABASE_URL"
tar -C "$MEDIA_ROOT" -czf "$BACKUP_DIR/$day.media.tar.gz" .
mv "$BACKUP_DIR/.$day.part" "$BACKUP_DIR/$day.dump"
find "$BACKUP_DIR" -maxdepth 1 -type f \( -name '*.dump' -o -name '*.media.tar.gz' \) \
  -mtime "+${KEEP_DAYS:-30}" -delete
echo "$BACKUP_DIR/$day.dump"

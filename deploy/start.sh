#!/bin/sh
# One image, five duties: web, worker, heavy, beat, migrate. Anything else runs as manage.py.
set -eu
cd "$(dirname "$0")/.."
case "${1:-web}" in
  web)
    exec gunicorn feixian.wsgi -b "0.0.0.0:${PORT:-8000}" -w "${WEB_WORKERS:-3}" \
      --threads "${WEB_THREADS:-4}" --no-control-socket --max-requests 5000 --max-requests-jitter 500 ;;
  worker) exec celery -A feixian worker -l info -Q notices,sweeps -n "notices@%h" -c "${WORKER_PROCESSES:-2}" ;;
  heavy) exec celery -A feixian worker -l info -Q heavy -n "heavy@%h" -c "${HEAVY_PROCESSES:-1}" ;;
  beat) exec celery -A feixian beat -l info -s /tmp/beat --pidfile= ;;
  migrate) exec python manage.py migrate --noinput ;;
  backup) exec deploy/backup.sh ;;
  *) exec python manage.py "$@" ;;
esac

# The portal's image: the same pinned files as `make run`, without the embedded servers.
FROM node:20-bookworm-slim AS assets
WORKDIR /portal/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY frontend ./
# The icons are drawn from it.
COPY static/mark.svg ../static/
RUN node build.mjs

FROM python:3.11-slim-bookworm AS portal
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1
# pg_dump and pg_restore of the server's own version, for backups.
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-common \
 && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
 && apt-get install -y --no-install-recommends postgresql-client-18 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --uid 10001 portal
WORKDIR /portal
COPY requirements/base.txt requirements/base.txt
RUN python -m pip install --require-hashes --no-deps -r requirements/base.txt
COPY . .
COPY --from=assets /portal/static/built static/built
# The settings are loaded while files are collected; the image keeps none of these values.
RUN SECRET_KEY=for-the-build-only-0123456789-0123456789-abcdefghij \
    HASH_KEY=for-the-build-only-too-0123456789 \
    FIELD_KEYS=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8= ALLOWED_HOSTS=build MEDIA_ROOT=/data/media \
    DATABASE_URL=postgresql://build@/build REDIS_URL=redis://build STATIC_ROOT=/portal/collected \
    python manage.py collectstatic --noinput -v0 \
 && mkdir -p /data/media /data/backups && chown -R portal /data
ENV STATIC_ROOT=/portal/collected MEDIA_ROOT=/data/media BACKUP_DIR=/data/backups
USER portal
EXPOSE 8000
ENTRYPOINT ["deploy/start.sh"]
CMD ["web"]

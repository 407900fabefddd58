#!/bin/sh
# Runs once, when the database server is new.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$POSTGRES_PASSWORD" -U postgres <<'SQL'
create role portal login createdb password :'password';
create database portal owner portal;
SQL

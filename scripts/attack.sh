#!/usr/bin/env bash
# The wall between organizations, attacked for longer than the tests do: the pool's hygiene, injections, the document of the
# API, and every route, place and id. The last line says how many attempts there were and what leaked.
#
#   ATTEMPTS=200000 HYGIENE=500000 EXAMPLES=100
set -euo pipefail
cd "$(dirname "$0")/.."

export ATTEMPTS=${ATTEMPTS:-200000} HYGIENE=${HYGIENE:-500000} EXAMPLES=${EXAMPLES:-100} POSTGRES_FSYNC=off

scripts/setup.sh test
with() { scripts/with-postgres.sh cargo test --workspace --locked --features desk-host/serve --quiet "$@"; }
with --test hygiene -- --nocapture
with --test attack -- --nocapture --skip nothing_of_another_organization
with --test attack -- --nocapture nothing_of_another_organization | grep -v '^$\|^test\|^running\|^\.'

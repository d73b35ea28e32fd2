#!/usr/bin/env bash
# Runs the centre on a PostgreSQL of its own, for trying it out. The database and the keys are made on first use and kept
# under the build folder, so that `make clean` removes them. Ctrl-C ends the service, then the database.
#
#   LISTEN=127.0.0.1:8443   PROFILE=release for an optimised build
set -euo pipefail
cd "$(dirname "$0")/.."

listen=${LISTEN:-127.0.0.1:8443}
profile=${PROFILE:-dev}

main() {
    if [[ ${1:-} == inside ]]; then serve "$2" "$3"; fi
    scripts/setup.sh central
    # The selection of scripts/test.sh: then neither builds again what the other has.
    cargo build --workspace --locked --features desk-host/serve --profile "$profile" --bin central
    local target bin folder
    target=$(cd "${CARGO_TARGET_DIR:-target}" && pwd)
    bin=$target/$([[ $profile == dev ]] && echo debug || echo "$profile")/central
    folder=$target/demo/central
    # For root the database runs as somebody else, who may not get into a folder of root's.
    if [[ $(id -u) == 0 ]] && ! setpriv --reuid=nobody --clear-groups test -x "$target"; then
        folder=/var/tmp/agentcare-central
    fi
    mkdir -p "$folder"
    POSTGRES_HOME=$folder/postgres exec scripts/with-postgres.sh scripts/run-central.sh inside "$bin" "$folder"
}

# Beside its database, which ends after it.
serve() {
    local bin=$1 folder=$2 database="$DATABASE_ADMIN_URL dbname=central"
    if ! psql "$database" -qc '' 2>/dev/null; then psql "$DATABASE_ADMIN_URL" -qc 'create database central'; fi
    "$bin" migrate --admin-url "$database"
    if [[ ! -e $folder/keys ]]; then "$bin" keys create --folder "$folder/keys" >/dev/null; fi
    printf '\nrun-central: http://%s, whose interface is described by "%s openapi"\n' "$listen" "$bin"
    printf 'run-central: its database is open to: psql "%s"\n' "$database"
    printf 'run-central: kept in %s\n\n' "$folder"
    export CENTRAL_LISTEN=$listen CENTRAL_DATABASE_URL="$database user=application_user"
    export CENTRAL_TOKEN_KEY=$folder/keys/token.pem CENTRAL_TOKEN_PUBLIC_KEY=$folder/keys/token.pub.pem
    export CENTRAL_AUDIT_KEY=$folder/keys/audit.pem CENTRAL_SECRET_KEY=$folder/keys/secret.key
    export CENTRAL_RECORD_KEYS="[{ id = 'first', path = '$folder/keys/record.key' }]"
    unset DATABASE_ADMIN_URL
    exec "$bin" serve
}

main "$@"

#!/usr/bin/env bash
# Runs the centre on a PostgreSQL of its own with a demo organization in it, for trying it out. The database and the keys are
# made on first use and kept under the build folder, so that `make clean` removes them; each start books the demo's next two
# weeks. Ctrl-C ends the service, then the database.
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
    "$bin" migrate --admin-url "$database" >/dev/null || die "its database in $folder is another version's: remove it"
    if [[ ! -e $folder/keys ]]; then "$bin" keys create --folder "$folder/keys" >/dev/null; fi
    export CENTRAL_LISTEN=$listen CENTRAL_DATABASE_URL="$database user=application_user"
    export CENTRAL_TOKEN_KEY=$folder/keys/token.pem CENTRAL_TOKEN_PUBLIC_KEY=$folder/keys/token.pub.pem
    export CENTRAL_AUDIT_KEY=$folder/keys/audit.pem CENTRAL_SECRET_KEY=$folder/keys/secret.key
    export CENTRAL_RECORD_KEYS="[{ id = 'first', path = '$folder/keys/record.key' }]"
    unset DATABASE_ADMIN_URL
    local demo
    demo=$("$bin" demo)
    printf '\n%s\n' "$demo"
    say_what_next "$(sed -n 's/^  front-desk  *//p' <<<"$demo")"
    printf '\nrun-central: its database: psql "%s"\nrun-central: kept in %s; Ctrl-C ends it\n\n' "$database" "$folder"
    exec "$bin" serve
}

say_what_next() {
    local code=$1
    if [[ $code == 'has a password' ]]; then code=; fi
    cat <<NEXT

run-central: http://$listen, whose interface is in docs/api.md. In another terminal:

  export PASSWORD='seven wooden ducks'
  token=\$(scripts/sign-in.sh http://$listen demo front-desk $code)
  curl -sH "authorization: Bearer \$token" http://$listen/v1/organization
  curl -sH "authorization: Bearer \$token" http://$listen/v1/patients?limit=3
  curl -sH "authorization: Bearer \$token" -H 'content-type: application/json' -d '{"name":"núñ"}' http://$listen/v1/patients/search
NEXT
}

die() { printf 'run-central: %s\n' "$*" >&2; exit 1; }

main "$@"

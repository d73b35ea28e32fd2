#!/usr/bin/env bash
# Every check of the project, cheap ones first. Each part has a heading, a time limit (so that a hanging part names
# itself instead of eating the whole run) and the time it took; the first part that fails ends the run with its name.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-target}
# One set of packages and features for every cargo call: then nothing is built twice.
graph=(--workspace --locked --features desk-host/serve)

main() {
    part "set up" 40 scripts/setup.sh test
    part "rustfmt" 1 cargo fmt --all --check
    part "licences, bans, sources" 2 "$target/tools/bin/cargo-deny" --workspace --offline --locked check bans licenses sources
    part "ui: build" 3 npm --prefix ui run build
    part "ui: types" 3 npm --prefix ui run check
    part "ui: lint" 3 npm --prefix ui run lint
    part "ui: format" 2 npm --prefix ui run format
    part "ui: components" 5 npm --prefix ui run test
    part "clippy" 30 cargo clippy "${graph[@]}" --all-targets -- -D warnings
    part "build" 50 cargo build "${graph[@]}" --lib --bins --tests --examples
    part "bindings" 1 scripts/bindings.sh check
    part "servers of the tests" 2 node --test tests/servers/test/*.test.mjs
    part "cargo test" 30 env POSTGRES_FSYNC=off scripts/with-keyring.sh scripts/with-postgres.sh scripts/with-redis.sh \
        cargo test "${graph[@]}"
    # With one instance and Redis above, with two and without it here: what one instance keeps must not show at the other.
    part "the centre, two instances" 10 env POSTGRES_FSYNC=off CENTRE_INSTANCES=2 scripts/with-postgres.sh \
        cargo test "${graph[@]}" --test api -- --skip instances::together
    part "ui: flows" 15 scripts/with-keyring.sh npm --prefix ui run flows
    part "window" 15 scripts/window-test.sh
    printf '\n== all %d parts passed in %s\n' "$parts" "$(minutes $SECONDS)"
}

# On a terminal Ctrl-C has to reach the part; elsewhere a part that hangs has to go with all that it started.
guard=(timeout --kill-after=10)
if [[ -t 1 ]]; then guard+=(--foreground); fi

parts=0
part() {
    local name=$1 limit_minutes=$2 started=$SECONDS status=0
    shift 2
    printf '\n== %s\n' "$name"
    "${guard[@]}" "${limit_minutes}m" "$@" </dev/null || status=$?
    ((status != 124)) || printf '== %s ran into its limit of %d minutes\n' "$name" "$limit_minutes"
    if ((status)); then
        printf '== FAILED: %s (status %d, after %s)\n' "$name" "$status" "$(minutes $((SECONDS - started)))"
        exit 1
    fi
    parts=$((parts + 1))
    printf '== %s: %s\n' "$name" "$(minutes $((SECONDS - started)))"
}

minutes() { printf '%d:%02d min' $(($1 / 60)) $(($1 % 60)); }

main

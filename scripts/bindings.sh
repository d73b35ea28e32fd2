#!/usr/bin/env bash
# The UI's types are generated from the command table. `check` compares and never writes, so that a forgotten
# generation is seen in review and not papered over by a test run.
#
#   scripts/bindings.sh write|check
set -euo pipefail
cd "$(dirname "$0")/.."

types=ui/src/bridge/types
cargo build --quiet --workspace --locked --features desk-host/serve --example bindings --bin central
built=${CARGO_TARGET_DIR:-target}/debug

# What the desk answers itself, and what it passes on to its centre.
generate() {
    "$built/examples/bindings" "$1"
    "$built/central" window-types >"$1/centre.ts"
}

case ${1:-} in
    write)
        rm -rf "$types"
        mkdir -p "$types"
        generate "$types"
        ;;
    check)
        fresh=$(mktemp -d)
        trap 'rm -rf "$fresh"' EXIT
        generate "$fresh"
        diff -r "$types" "$fresh" || { echo "the UI's types differ from the command table: run 'make bindings'" >&2; exit 1; }
        ;;
    *) echo "usage: scripts/bindings.sh write|check" >&2; exit 2 ;;
esac

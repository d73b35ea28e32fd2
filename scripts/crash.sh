#!/usr/bin/env bash
# The crash rings on real files, in any number: KILLS of a booking child process, FLIPS of single bits.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh run
export KILLS=${KILLS:-200} FLIPS=${FLIPS:-2000}
output=$(mktemp)
trap 'rm -f "$output"' EXIT
scripts/with-keyring.sh cargo test --workspace --locked --features desk-host/serve --test crash -- --nocapture | tee "$output"
# The runner has the last word of its own; people and scripts read this line.
grep '^crash: ' "$output" | tail -n 1

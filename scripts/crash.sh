#!/usr/bin/env bash
# The crash rings on real files, in any number: KILLS of a booking child process, FLIPS of single bits. The last line
# is the ring's own: `crash: kills=... flips=... lost=0`.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh run
export KILLS=${KILLS:-200} FLIPS=${FLIPS:-2000}
scripts/with-keyring.sh cargo test --workspace --locked --features desk-host/serve --test crash

#!/usr/bin/env bash
# The simulation of desks, centre and network on many more seeds than the tests of every day: SEEDS of them from SEED on,
# STEPS each. A seed that breaks a law is printed with the last of what happened, and how to run it alone.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh run
export SEED=${SEED:-1} SEEDS=${SEEDS:-20000} STEPS=${STEPS:-5000}
cargo test --release --workspace --locked --features desk-host/serve --test simulation -- the_laws_hold

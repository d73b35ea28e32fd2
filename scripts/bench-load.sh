#!/usr/bin/env bash
# The rush: 500 desks with an operation a second each against the service as a process of its own, then twice as many; a
# table, and target/bench-load.json. A figure short of its goal is reported, not an error.
#
#   LOAD_SECONDS=300 LOAD_DESKS=500
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh central
mkdir -p target
graph=(--workspace --locked --features desk-host/serve)
cargo build --release "${graph[@]}" --bin central --bench load
scripts/with-postgres.sh cargo bench "${graph[@]}" --bench load | node scripts/bench-report.mjs target/bench-load.json

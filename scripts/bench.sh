#!/usr/bin/env bash
# Every benchmark beside its baseline, in one run on one machine. A figure short of its goal is reported, not an error;
# a benchmark that does not finish is one.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh run
mkdir -p target
scripts/with-keyring.sh cargo bench --workspace --locked --features desk-host/serve --bench '*' |
    node scripts/bench-report.mjs target/bench.json

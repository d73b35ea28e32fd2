#!/usr/bin/env bash
# Every benchmark beside its baseline, in one run on one machine. A figure short of its goal is reported, not an error;
# a benchmark that does not finish is one.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh test
mkdir -p target
graph=(--workspace --locked --features desk-host/serve)
# All but the load, which is `make bench-load`.
benches=(--bench availability --bench capacity --bench parse --bench store --bench desk --bench centre --bench together --bench simulation)
# The headless desk is measured as a process, so it has to stand beside the benchmarks.
cargo build --release "${graph[@]}" --bin desk-host "${benches[@]}"
npm --prefix ui run build

measure() {
    # The centre's has a PostgreSQL that flushes to the disk, as a clinic's does.
    scripts/with-postgres.sh scripts/with-keyring.sh cargo bench "${graph[@]}" "${benches[@]}"
    # The page, in both engines, on the clinics that the benchmarks before it made.
    dbus-run-session -- xvfb-run -a -s "-screen 0 1440x900x24" node ui/bench/main.mjs
}
measure | node scripts/bench-report.mjs target/bench.json

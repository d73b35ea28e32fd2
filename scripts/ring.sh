#!/usr/bin/env bash
# The real ring in any number: RING_SEEDS rings of RING_OPERATIONS operations on three desks each, from number RING_FIRST. Each
# says what was saved, refused, killed and cut; the last line says it of all. People work at the program as it is shipped; it is
# joined and looked into at the end by the one of the tests, whose clock can be set.
#
#   RING_SEEDS=500 RING_OPERATIONS=2000 RING_FIRST=1
set -euo pipefail
cd "$(dirname "$0")/.."

export RING_SEEDS=${RING_SEEDS:-500} RING_OPERATIONS=${RING_OPERATIONS:-2000} RING_FIRST=${RING_FIRST:-1} POSTGRES_FSYNC=off

scripts/setup.sh test
graph=(--workspace --locked --features desk-host/serve)
cargo build "${graph[@]}" --bin desk-host
cargo build --release "${graph[@]}" --bin desk-host
RING_SERVES=$(realpath "${CARGO_TARGET_DIR:-target}/release/desk-host")
export RING_SERVES
scripts/with-postgres.sh cargo test "${graph[@]}" --quiet --test together ring:: -- --nocapture

#!/usr/bin/env bash
# How well the built-in understanding does on evaluation sets, beside what is to be reached: intents, dates, slots, replies,
# retrieval, and what small mistakes in typing cost. EVAL_SETS is the folder of the sets and of their scorer (score.py).
set -euo pipefail
cd "$(dirname "$0")/.."

sets=${EVAL_SETS:-${AGENTCARE_SHARED:-../shared}/eval/nlu}
if [[ ! -f $sets/score.py ]]; then
    echo "skipped: there are no evaluation sets in $sets (name their folder in EVAL_SETS)"
    exit 0
fi
scripts/setup.sh run
cargo build --release --locked --quiet --workspace --features desk-host/serve --example predict
target=$(cargo metadata --locked --no-deps --format-version 1 | sed -E 's/.*"target_directory":"([^"]+)".*/\1/')
node scripts/eval-table.mjs "$sets" "$target/release/examples/predict"

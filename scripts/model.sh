#!/usr/bin/env bash
# The laws of the availability engine on many more random clinics than the tests of every day look at: CLINICS of them
# against the naive truth, an eighth as many for every other law. Another seed each time; a clinic that breaks a law is
# printed as small as it can be made. After them as many random days at a desk as DAYS says: whatever is done in whatever
# order, on a real store.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh run
export CLINICS=${CLINICS:-100000}
cargo test --release --workspace --locked --features desk-host/serve --test availability -- laws:: nothing:: waiting:: series::
DAYS=${DAYS:-300} SEED=${SEED:-$RANDOM} cargo test --release --workspace --locked --features desk-host/serve --test journeys -- random_days::

#!/usr/bin/env bash
# Builds the .deb and prints its path as the last line.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh run
tauri=ui/node_modules/.bin/tauri
[[ -x $tauri ]] || { echo "bundle: @tauri-apps/cli is not among the UI's development packages" >&2; exit 1; }
npm --prefix ui run build
# The headless desk goes into the package too, without the feature that opens a port.
cargo build --release --locked -p desk-host
"$tauri" build --bundles deb -- -p front-desk --locked

bundle=("${CARGO_TARGET_DIR:-$PWD/target}"/release/bundle/deb/*.deb)
# A folder that is kept between versions holds older packages as well: the newest is the one just built.
ls -t "${bundle[@]}" | head -n 1

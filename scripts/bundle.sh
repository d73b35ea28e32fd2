#!/usr/bin/env bash
# Builds the .deb, with the window and the headless desk in it, and prints its path as the last line.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh run
npm --prefix ui run build
# Without the feature that opens a port.
cargo build --release --locked -p desk-host

release=$(cd "${CARGO_TARGET_DIR:-target}" && pwd)/release
# The build folder may be anywhere, so the configuration cannot name the file.
with_host=$(node -p 'JSON.stringify({ bundle: { linux: { deb: { files: { "/usr/bin/desk-host": process.argv[1] } } } } })' \
    "$release/desk-host")
ui/node_modules/.bin/tauri build --bundles deb --config "$with_host" -- -p front-desk --locked

# A folder that is kept between versions holds older packages as well: the newest is the one just built.
ls -t "$release"/bundle/deb/*.deb | head -n 1

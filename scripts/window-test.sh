#!/usr/bin/env bash
# Drives the real window on a screen that is not there, with a real keyring of its own. Nothing of whoever runs it is
# touched. The picture of the day board that it takes stands in the build folder afterwards.
set -euo pipefail
cd "$(dirname "$0")/.."

target=$(mkdir -p "${CARGO_TARGET_DIR:-target}" && cd "${CARGO_TARGET_DIR:-target}" && pwd)
graph=(--workspace --locked --features desk-host/serve)

[[ -f ui/dist/index.html ]] || npm --prefix ui run build
# The same selection as in scripts/test.sh: with fewer targets cargo would resolve other features and build again.
cargo build "${graph[@]}" --lib --bins --tests --examples
mkdir -p "$target/window-test"
export FRONT_DESK_WINDOW=$target/debug/front-desk
export FRONT_DESK_PICTURE=$target/window-test/day-board.png
xvfb-run -a -s "-screen 0 1440x900x24" \
    scripts/with-keyring.sh cargo test "${graph[@]}" --test window
echo "window: the picture of the day board is $FRONT_DESK_PICTURE"

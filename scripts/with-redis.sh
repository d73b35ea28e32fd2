#!/usr/bin/env bash
# Runs a command with a Redis of its own, on a Unix socket alone, in memory alone, and gone with the command. A Redis that
# is there already is never touched.
#
#   scripts/with-redis.sh COMMAND...
#   scripts/with-postgres.sh scripts/with-redis.sh COMMAND...
#
# The command finds it in REDIS_URL. Whatever ends this, Ctrl-C or a kill, ends the server and the command too.
set -euo pipefail

main() {
    (($#)) || die "usage: scripts/with-redis.sh COMMAND..."
    command -v redis-server >/dev/null || die "redis-server is missing: scripts/setup.sh central installs it"
    run=$(mktemp -d "${TMPDIR:-/tmp}/redis.XXXXXX")
    trap finish EXIT
    start
    status=0
    # In the foreground, so that it has the terminal; ended with this shell, whatever ends that.
    REDIS_URL="redis+unix://$run/socket" setpriv --pdeathsig=TERM "$@" || status=$?
    exit "$status"
}

start() {
    # A session of its own keeps Ctrl-C for the command; should this shell be killed, the server ends by itself.
    setsid setpriv --pdeathsig=TERM redis-server --port 0 --unixsocket "$run/socket" --unixsocketperm 700 \
        --dir "$run" --save '' --appendonly no --maxmemory 256mb >"$run/log" 2>&1 </dev/null &
    server=$!
    until [[ $(redis-cli -s "$run/socket" ping 2>/dev/null) == PONG ]]; do
        kill -0 "$server" 2>/dev/null || { cat "$run/log" >&2; die "the server did not start"; }
        sleep 0.05
    done
}

finish() {
    trap '' INT TERM
    if [[ -n ${server:-} ]]; then
        kill -TERM "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$run"
}

die() { printf 'with-redis: %s\n' "$*" >&2; exit 1; }

main "$@"

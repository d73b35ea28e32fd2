#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own: a private cluster that listens on a Unix socket alone and is gone with the
# command. Clusters that are there already are never touched.
#
#   scripts/with-postgres.sh COMMAND...
#   POSTGRES_HOME=FOLDER scripts/with-postgres.sh COMMAND...     keeps the cluster there for the next time
#   POSTGRES_FSYNC=off ...                                       for tests: fast, in memory, and lost with the power
#   POSTGRES_TLS=on ...                                          on a port of loopback instead, by TLS alone
#
# The command finds the superuser's connection in DATABASE_ADMIN_URL, in the form that psql and the Rust client read.
# Whatever ends this, Ctrl-C or a kill, ends the server and the command too.
set -euo pipefail

# The first minor version of each line whose row-level security does not leak (the last of these is CVE-2025-8713).
declare -A floor=([15]=14 [16]=10 [17]=6 [18]=0)

main() {
    (($#)) || die "usage: scripts/with-postgres.sh COMMAND..."
    bin=$(newest_server)
    as_server=()
    owner=$(id -un)
    if [[ $(id -u) == 0 ]]; then drop_root; fi

    # Apart from the cluster, because the path of a socket must not be long.
    run=$(mktemp -d "${TMPDIR:-$(folder)}/postgres.XXXXXX")
    trap finish EXIT
    home=${POSTGRES_HOME:-$run/home}
    mkdir -p "$home"
    home=$(cd "$home" && pwd)
    chown "$owner" "$run" "$home"
    "${as_server[@]}" test -x "$home" || die "the user '$owner' cannot reach $home: name another POSTGRES_HOME"
    chmod 700 "$home"

    [[ -e $home/cluster ]] || make_cluster
    start
    status=0
    # In the foreground, so that it has the terminal; ended with this shell, whatever ends that.
    DATABASE_ADMIN_URL="$way user=postgres dbname=postgres" setpriv --pdeathsig=TERM "$@" || status=$?
    if ((status)); then complain; fi
    exit "$status"
}

# What may be lost with the power is kept in memory where there is plenty: a hundred databases are minutes of work for a disk.
folder() {
    local room=0
    if [[ ${POSTGRES_FSYNC:-on} == off && -w /dev/shm ]]; then room=$(df --output=avail --block-size=1G /dev/shm | tail -n 1); fi
    if ((room >= 8)); then echo /dev/shm; else echo /tmp; fi
}

# A server refuses to run as root: it gets the user of Debian's package, or nobody.
drop_root() {
    owner=nobody
    if id postgres >/dev/null 2>&1; then owner=postgres; fi
    as_server=(setpriv "--reuid=$owner" "--regid=$(id -g "$owner")" --clear-groups)
}

newest_server() {
    local candidate version major minor
    while read -r candidate; do
        [[ -x $candidate/initdb && -x $candidate/postgres ]] || continue
        version=$("$candidate/postgres" --version | sed -E 's/^[^0-9]*([0-9]+)\.?([0-9]*).*/\1 \2/')
        read -r major minor <<<"$version"
        if ((major > 18)) || { [[ -n ${floor[$major]:-} ]] && ((${minor:-0} >= floor[$major])); }; then
            echo "$candidate"
            return
        fi
    done < <(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn
             dirname "$(readlink -f "$(command -v postgres)" 2>/dev/null)" 2>/dev/null)
    die "no PostgreSQL of 15.14, 16.10, 17.6 or newer here: scripts/setup.sh central installs one"
}

# It gets its name last: one that was cut off half-way is made again from the start.
make_cluster() {
    local speed=()
    if [[ ${POSTGRES_FSYNC:-on} == off ]]; then speed=(--no-sync); fi
    rm -rf "$home/making"
    (cd "$run" && "${as_server[@]}" "$bin/initdb" --pgdata="$home/making" --username=postgres --auth=trust --encoding=UTF8 \
        --locale=C.UTF-8 --data-checksums --no-instructions "${speed[@]}") >"$run/initdb.log" 2>&1 ||
        { cat "$run/initdb.log" >&2; die "the cluster could not be made in $home"; }
    mv "$home/making" "$home/cluster"
}

start() {
    local settings=(
        -c listen_addresses= -c unix_socket_directories="$run"
        -c max_connections=400 -c max_locks_per_transaction=256 -c max_wal_senders=4
        -c timezone=UTC -c log_timezone=UTC -c log_checkpoints=off
    )
    if [[ ${POSTGRES_FSYNC:-on} == off ]]; then settings+=(-c fsync=off -c full_page_writes=off); fi
    way="host=$run"
    if [[ ${POSTGRES_TLS:-off} == on ]]; then listen_by_tls; fi
    log=$home/server.log
    : >>"$log"
    log_begin=$(($(stat -c %s "$log") + 1))
    # A session of its own keeps Ctrl-C for the command; should this shell be killed, the server ends by itself.
    (cd "$run" && exec setsid "${as_server[@]}" setpriv --pdeathsig=INT "$bin/postgres" -D "$home/cluster" "${settings[@]}") \
        >>"$log" 2>&1 </dev/null &
    server=$!
    until "$bin/pg_isready" --quiet --dbname="$way user=postgres dbname=postgres"; do
        kill -0 "$server" 2>/dev/null || { tail -c "+$log_begin" "$log" >&2; die "the server did not start"; }
        sleep 0.05
    done
    log_begin=$(($(stat -c %s "$log") + 1))
}

# For a server on another machine: it is made out to its name, and whoever comes without TLS is sent away.
listen_by_tls() {
    local port
    port=$(node -e 'const it = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(it.address().port); it.close(); })')
    (cd "$run" && "${as_server[@]}" openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
        -subj /CN=localhost -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE \
        -keyout "$run/tls.key" -out "$run/tls.crt" 2>/dev/null)
    sed -i 's/^host /hostssl /' "$home/cluster/pg_hba.conf"
    settings+=(-c listen_addresses=127.0.0.1 -c port="$port"
        -c ssl=on -c ssl_cert_file="$run/tls.crt" -c ssl_key_file="$run/tls.key")
    way="host=localhost port=$port sslmode=verify-full sslrootcert=$run/tls.crt"
}

# Only what is never wanted: a test may well break constraints on purpose.
complain() {
    local told
    told=$(tail -c "+$log_begin" "$log" | grep -E 'FATAL|PANIC|by signal' | tail -n 20) || return 0
    printf 'with-postgres: what the server said of it:\n%s\n' "$told" >&2
}

finish() {
    trap '' INT TERM
    if [[ -n ${server:-} ]]; then
        # What is thrown away need not be written down first.
        local signal=QUIT
        if [[ -n ${POSTGRES_HOME:-} ]]; then signal=INT; fi
        kill "-$signal" "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$run"
}

die() { printf 'with-postgres: %s\n' "$*" >&2; exit 1; }

main "$@"

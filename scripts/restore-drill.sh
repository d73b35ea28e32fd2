#!/usr/bin/env bash
# Proves that the centre can be had back from a backup: takes one of a running database, restores it into a new cluster,
# and holds the two against each other as of the moment of the backup: every row and every wall; then the centre checks the
# audit trails and whether it could serve from there, and begins new histories. The database goes on working meanwhile and is
# only read.
#
#   DATABASE_ADMIN_URL='host=... user=... dbname=central' scripts/restore-drill.sh
#   CENTRAL=FILE    the centre's binary (otherwise the one that was built here)
#   KEEP=FOLDER     keeps the backup there
#
# The centre is configured as it always is (CENTRAL_CONFIG, or the environment); only its database is the restored one.
# Prints one line with the result, which is worth keeping: when, how much, how long.
set -euo pipefail

scripts=$(cd "$(dirname "$0")" && pwd)

main() {
    if [[ ${1:-} == restored ]]; then restored "$2"; return; fi
    : "${DATABASE_ADMIN_URL:?the database to drill with: DATABASE_ADMIN_URL is not set}"
    central=${CENTRAL:-${CARGO_TARGET_DIR:-$scripts/../target}/debug/central}
    [[ -x $central ]] || die "no binary of the centre at $central: name it in CENTRAL"
    work=$(mktemp -d "${TMPDIR:-/tmp}/restore-drill.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    database=$(psql "$DATABASE_ADMIN_URL" -Atc 'select current_database()')

    back_up
    CENTRAL=$(realpath "$central") DATABASE=$database env -u POSTGRES_HOME -u POSTGRES_TLS "$scripts/with-postgres.sh" \
        "$scripts/restore-drill.sh" restored "$work"
    local name
    for name in rows walls; do
        diff "$work/$name.before" "$work/$name.after" >&2 || die "the $name differ (< backed up, > restored)"
    done
    [[ -s $work/rows.before && -s $work/walls.before ]] || die "there was nothing to compare"
    printf 'restore-drill: ok at %s: %s rows of %s tables and %s walls equal, %s audit trails whole; %s of backup; %s\n' \
        "$taken_at" "$(awk -F'|' '{ n += $2 } END { print n }' "$work/rows.before")" "$(wc -l <"$work/rows.before")" \
        "$(wc -l <"$work/walls.before")" "$(grep -c ': whole' "$work/audit")" "$(du -sh "$work/dump" | cut -f1)" \
        "backup $backup_seconds s, $(cat "$work/seconds")"
    if [[ -n ${KEEP:-} ]]; then cp -r "$work/dump" "$work/roles.sql" "$KEEP"; fi
}

# One transaction shows the rows as the backup has them, however much is written meanwhile.
back_up() {
    local snapshot begun=$SECONDS
    coproc HOLDER { psql "$DATABASE_ADMIN_URL" -XAtq -v ON_ERROR_STOP=1; }
    echo "begin isolation level repeatable read read only; select pg_export_snapshot();" >&"${HOLDER[1]}"
    read -r snapshot <&"${HOLDER[0]}" || die "the database cannot be read"
    taken_at=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    pg_dump "$DATABASE_ADMIN_URL" --snapshot="$snapshot" --format=directory --jobs=2 --create --file="$work/dump"
    pg_dumpall --dbname="$DATABASE_ADMIN_URL" --roles-only --no-role-passwords >"$work/roles.sql"
    backup_seconds=$((SECONDS - begun))
    # In the transaction that the backup was taken in.
    printf '\\o %s\n%s\n\\o %s\n%s\n\\q\n' "$work/rows.before" "$rows" "$work/walls.before" "$walls" >&"${HOLDER[1]}"
    wait "$HOLDER_PID" || die "the rows cannot be counted"
}

# In the new cluster, which has nothing yet.
restored() {
    local work=$1 begun=$SECONDS url
    psql "$DATABASE_ADMIN_URL" -Xq <"$work/roles.sql" >/dev/null 2>"$work/roles.log"
    pg_restore --dbname="$DATABASE_ADMIN_URL" --create --exit-on-error --jobs=2 "$work/dump"
    url="$DATABASE_ADMIN_URL dbname=$DATABASE"
    local restore_seconds=$((SECONDS - begun))
    begun=$SECONDS
    psql "$url" -XAtq -v ON_ERROR_STOP=1 -o "$work/rows.after" -f <(echo "$rows")
    psql "$url" -XAtq -v ON_ERROR_STOP=1 -o "$work/walls.after" -f <(echo "$walls")
    ask_the_centre "$url" >"$work/audit"
    begin_anew "$url" "$work"
    echo "restore $restore_seconds s, verification $((SECONDS - begun)) s" >"$work/seconds"
}

# What the centre says of it: whether the service may run on it as it is, and whether every audit trail is whole. The
# service itself is not started: it would send what waits to be sent.
ask_the_centre() {
    CENTRAL_DATABASE_URL="$1 user=application_user" "$CENTRAL" check >/dev/null
    CENTRAL_DATABASE_URL="$1 user=application_user" "$CENTRAL" audit verify
}

# What comes after every restore: each organization begins a new history, which its audit trail says.
begin_anew() {
    local url=$1 work=$2 epochs
    epochs='select id, epoch from central.organization_counters c join central.organizations o on o.id = c.organization_id
            where o.is_active order by 1'
    psql "$url" -XAtc "$epochs" >"$work/epochs.before"
    CENTRAL_DATABASE_URL="$url user=application_user" "$CENTRAL" org new-epoch --all >/dev/null
    psql "$url" -XAtc "$epochs" >"$work/epochs.after"
    [[ -z $(comm -12 "$work/epochs.before" "$work/epochs.after") ]] || die "an organization goes on in its old history"
    ask_the_centre "$url" >/dev/null
}

# Per table: its name, how many rows, and the sum of their hashes, whatever their order.
rows=$(cat <<'SQL'
set timezone = utc;
select format('select %L, count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) from %s t',
              c.oid::regclass, c.oid::regclass)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')
order by n.nspname, c.relname \gexec
SQL
)

# Everything that keeps rows apart and right: who is what, who owns what, who may do what, policies, constraints, code.
walls=$(cat <<'SQL'
set search_path = pg_catalog;
with ours as (
    select oid, nspname, nspowner, nspacl from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
), wall as (
    select concat_ws(' ', 'role', rolname, rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin)
    from pg_roles where rolname !~ '^pg_' and rolname <> 'postgres'
    union all
    select concat_ws(' ', 'member', roleid::regrole, member::regrole, admin_option) from pg_auth_members
    where roleid::regrole::text !~ '^pg_'
    union all
    select concat_ws(' ', 'setting', setrole::regrole, unnest(setconfig)) from pg_db_role_setting
    where setdatabase = (select oid from pg_database where datname = current_database())
    union all
    select concat_ws(' ', 'schema', nspname, nspowner::regrole, item)
    from ours left join lateral unnest(coalesce(nspacl, acldefault('n', nspowner))) item on true
    union all
    select concat_ws(' ', 'relation', c.oid::regclass, relkind, relowner::regrole, relrowsecurity, relforcerowsecurity, item)
    from pg_class c join ours on ours.oid = relnamespace
    left join lateral unnest(coalesce(relacl, acldefault(case relkind when 'S' then 's'::"char" else 'r' end, relowner))) item on true
    where relkind in ('r', 'p', 'v', 'm', 'S')
    union all
    select concat_ws(' ', 'policy', to_jsonb(p)) from pg_policies p
    union all
    select concat_ws(' ', 'constraint', conrelid::regclass, conname, convalidated, pg_get_constraintdef(c.oid))
    from pg_constraint c join ours on ours.oid = connamespace
    union all
    select concat_ws(' ', 'index', indisvalid, pg_get_indexdef(indexrelid))
    from pg_index join pg_class c on c.oid = indrelid join ours on ours.oid = relnamespace
    union all
    select concat_ws(' ', 'trigger', pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
    union all
    select concat_ws(' ', 'function', p.oid::regprocedure, proowner::regrole, prosecdef, proconfig, md5(prosrc), item)
    from pg_proc p join ours on ours.oid = pronamespace
    left join lateral unnest(coalesce(proacl, acldefault('f', proowner))) item on true
    where not exists (select from pg_depend where objid = p.oid and deptype = 'e')
)
select line from wall as wall(line) order by line collate "C";
SQL
)

die() { printf 'restore-drill: %s\n' "$*" >&2; exit 1; }

main "$@"

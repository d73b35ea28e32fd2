#!/usr/bin/env bash
# Whose records somebody saw or changed, as CSV: the list of those who have to be told after an incident. It is read past
# the walls, as the database's administrator, and leaves no entry in the organization's trail: write down that you did.
#
#   DATABASE_ADMIN_URL='host=... user=postgres dbname=central' \
#       scripts/affected-patients.sh ORGANIZATION FROM TO [LOGIN-OR-DESK]
#
# The organization by its short name, the times as 2026-05-05T08:00Z (TO is not included), a person by login or a desk by
# name; everybody without one.
set -euo pipefail
: "${DATABASE_ADMIN_URL:?the database to look into: DATABASE_ADMIN_URL is not set}"
(($# == 3 || $# == 4)) || { sed -n '5,6s/^# *//p' "$0" >&2; exit 2; }

psql "$DATABASE_ADMIN_URL" -Xq --csv -v ON_ERROR_STOP=1 \
    -v organization="$1" -v from="$2" -v to="$3" -v who="${4:-}" <<'SQL'
select u.medical_record_number, u.name, u.birth_date, u.email,
       count(*) as entries, min(l.created_at) as first_at, max(l.created_at) as last_at
from central.organizations o
join central.audit_logs l on l.organization_id = o.id and l.created_at >= :'from' and l.created_at < :'to'
join central.audit_patients p on (p.organization_id, p.seq) = (l.organization_id, l.seq)
join central.users u on (u.organization_id, u.id) = (p.organization_id, p.patient_id)
where o.slug = :'organization'
  and (:'who' = ''
       or l.user_id in (select s.id from central.organization_users s
                        where s.organization_id = o.id and s.login = :'who')
       or l.device_id in (select d.id from central.devices d where d.organization_id = o.id and d.name = :'who'))
group by u.organization_id, u.id
order by u.medical_record_number;
SQL

//! What people ask the trail: who looked, what did somebody do, what happened to this. Newest first, page by page.

use crate::{
    columns::{at, count},
    error::{StoreError, StoreResult},
    tenant::{Tenant, Value, values},
    trail::{Trailed, entry, entry_columns},
};
use clinic_domain::{
    id::{PatientId, PersonId},
    time::Instant,
};
use tokio_postgres::Row;

/// A page of entries: of the organization `$1`, before the number `$2`, from `$3` until before `$4`, at most `$5`.
macro_rules! page {
    ($where:literal) => {
        concat!(
            "SELECT ",
            entry_columns!(),
            " FROM central.audit_logs AS log \
              WHERE log.organization_id = $1 AND log.seq < $2 AND log.created_at >= $3 AND log.created_at < $4 ",
            $where,
            " ORDER BY log.seq DESC LIMIT $5",
        )
    };
}

const ALL: &str = page!("");
/// The fence (`OFFSET 0`) keeps PostgreSQL at the patient's own entries: by the period, which may be all of it, it would read
/// everybody's.
const BY_PATIENT: &str = concat!(
    "SELECT ",
    entry_columns!(),
    ", EXISTS (SELECT FROM central.appointments AS visit WHERE visit.organization_id = $1 AND visit.patient_id = $6 \
           AND visit.scheduled_at >= log.created_at - interval '30 days' \
           AND visit.scheduled_at <= log.created_at + interval '30 days') \
     FROM central.audit_patients AS named CROSS JOIN LATERAL ( \
         SELECT * FROM central.audit_logs AS entry \
         WHERE entry.organization_id = named.organization_id AND entry.seq = named.seq OFFSET 0) AS log \
     WHERE named.organization_id = $1 AND named.patient_id = $6 AND named.seq < $2 \
         AND log.created_at >= $3 AND log.created_at < $4 ORDER BY named.seq DESC LIMIT $5",
);
const BY_PERSON: &str = page!("AND log.user_id = $6");
const BY_RESOURCE: &str = page!("AND log.resource_type = $6 AND log.resource_id = $7");
const FAILED_SIGN_INS: &str = page!("AND log.action = 'sign_in' AND log.outcome <> 'done'");
const AFTER: &str = concat!(
    "SELECT ",
    entry_columns!(),
    " FROM central.audit_logs AS log WHERE log.organization_id = $1 AND log.seq > $2 ORDER BY log.seq LIMIT $3",
);
const SINCE: &str = concat!(
    "SELECT ",
    entry_columns!(),
    " FROM central.audit_logs AS log \
      WHERE log.organization_id = $1 AND log.created_at >= $2 AND log.seq <= $3 \
      ORDER BY log.created_at DESC LIMIT $4",
);

/// Whose or which entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inquiry {
    All,
    Patient(PatientId),
    Person(PersonId),
    Resource { kind: &'static str, id: String },
    FailedSignIns,
}

/// Which part of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The entry before which it begins: the last of the page before.
    pub before: u64,
    pub from: Instant,
    /// Not included.
    pub to: Instant,
    pub most: u16,
}

/// An entry as somebody asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub entry: Trailed,
    /// Whether the patient who was asked about had a visit within thirty days of it; absent where none was.
    pub has_visit: Option<bool>,
}

impl Tenant {
    pub async fn inquire(&mut self, inquiry: &Inquiry, span: Span) -> StoreResult<Vec<Told>> {
        let mut values: Vec<Value> = values![
            self.organization().0,
            count(span.before),
            at(span.from),
            at(span.to),
            i64::from(span.most),
        ];
        let sql = match inquiry {
            Inquiry::All => ALL,
            Inquiry::Patient(id) => {
                values.extend(values![id.0]);
                BY_PATIENT
            }
            Inquiry::Person(id) => {
                values.extend(values![id.0]);
                BY_PERSON
            }
            Inquiry::Resource { kind, id } => {
                values.extend(values![*kind, id.clone()]);
                BY_RESOURCE
            }
            Inquiry::FailedSignIns => FAILED_SIGN_INS,
        };
        let is_about_patient = matches!(inquiry, Inquiry::Patient(_));
        let told = |row: &Row| {
            let has_visit = is_about_patient.then(|| row.get(15));
            Ok(Told { entry: read(row)?, has_visit })
        };
        self.query(sql, values).await?.iter().map(told).collect()
    }

    /// In the order of their numbers, those after one.
    pub async fn entries_after(&mut self, seq: u64, most: i64) -> StoreResult<Vec<Trailed>> {
        let rows = self.query(AFTER, values![self.organization().0, count(seq), most]).await?;
        rows.iter().map(read).collect()
    }

    /// In the order of their numbers, those since a time and up to a number; of too many the newest.
    pub async fn entries_since(
        &mut self,
        since: Instant,
        up_to: u64,
        most: i64,
    ) -> StoreResult<Vec<Trailed>> {
        let values = values![self.organization().0, at(since), count(up_to), most];
        let mut entries: Vec<Trailed> =
            self.query(SINCE, values).await?.iter().map(read).collect::<StoreResult<_>>()?;
        entries.sort_by_key(|it| it.seq);
        Ok(entries)
    }
}

fn read(row: &Row) -> StoreResult<Trailed> {
    let read = entry(row).ok().flatten();
    read.map(|it| it.0).ok_or(StoreError::Unreadable { table: "audit_logs" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio_postgres::{Client, NoTls};

    async fn connect(url: &str) -> Client {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("the cluster answers");
        #[allow(clippy::disallowed_methods)] // It ends with its client.
        tokio::spawn(connection);
        client
    }

    /// A trail of two hundred patients and twenty people, a hundred thousand entries long.
    const TRAIL: &str = "\
        INSERT INTO central.organizations (id, version, body, slug) \
            VALUES ('00000000-0000-0000-0000-000000000001', 1, '{}', 'long'); \
        INSERT INTO central.audit_logs SELECT '00000000-0000-0000-0000-000000000001', n, gen_random_uuid(), \
            ('00000000-0000-0000-0000-0000000001' || lpad((n % 20)::text, 2, '0'))::uuid, NULL, 'read', \
            CASE n % 3 WHEN 0 THEN 'appointment' ELSE 'patient' END, (n % 997)::text, '{}', 'done', '{}', NULL, NULL, \
            '2026-01-01'::timestamptz + n * interval '1 minute', sha256('a'), sha256('b') \
            FROM generate_series(1, 100000) AS n; \
        INSERT INTO central.audit_patients SELECT organization_id, \
            ('00000000-0000-0000-0000-000000002' || lpad((seq % 200)::text, 3, '0'))::uuid, seq \
            FROM central.audit_logs; \
        ANALYZE";

    /// Each question comes by an index that begins with what was asked for, whatever the length of the trail.
    #[tokio::test]
    async fn no_question_reads_the_whole_trail() {
        let admin_url = std::env::var("DATABASE_ADMIN_URL")
            .expect("run this under scripts/with-postgres.sh: DATABASE_ADMIN_URL is not set");
        let name = format!("inquiry_{}", std::process::id());
        connect(&admin_url)
            .await
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .await
            .expect("a database");
        let url = format!("{admin_url} dbname={name}");
        crate::migrate(&url).await.expect("the schema");
        let admin = connect(&url).await;
        admin.batch_execute(TRAIL).await.expect("a long trail");
        let client = connect(&format!("{url} user=application_user")).await;
        let setting = "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; \
                       SET app.current_tenant_id = '00000000-0000-0000-0000-000000000001'";
        client.batch_execute(setting).await.expect("a tenant");
        let questions = [
            (BY_PATIENT, 6, &["audit_patients_pkey", "audit_logs_pkey"][..]),
            (BY_PERSON, 6, &["audit_by_user"]),
            (BY_RESOURCE, 7, &["audit_by_resource"]),
            (FAILED_SIGN_INS, 5, &["audit_failed_sign_ins"]),
            (AFTER, 3, &["audit_logs_pkey"]),
            (SINCE, 4, &["audit_by_time"]),
        ];
        for (at, (sql, values, indices)) in questions.into_iter().enumerate() {
            client.batch_execute(&format!("PREPARE q{at} AS {sql}")).await.expect("a statement");
            let values = vec!["NULL"; values].join(", ");
            let rows = client.query(&format!("EXPLAIN EXECUTE q{at}({values})"), &[]).await.expect("a plan");
            let plan: Vec<String> = rows.iter().map(|it| it.get(0)).collect();
            let plan = plan.join("\n");
            assert!(indices.iter().all(|it| plan.contains(it)), "{sql}\n{plan}");
            assert!(!plan.contains("Seq Scan"), "{plan}");
        }
    }
}

//! What people ask the trail: who looked, what did somebody do, what happened to this. Newest first, page by page.

use crate::{
    columns::at,
    error::{StoreError, StoreResult},
    tenant::{Tenant, Value, values},
    trail::{Trailed, count, entry, entry_columns},
};
use clinic_domain::{
    id::{PatientId, PersonId},
    time::Instant,
};
use tokio_postgres::Row;

/// A page of entries: of the organization `$1`, before the number `$2`, from `$3` until before `$4`, at most `$5`.
macro_rules! page {
    ($more:literal, $from:literal, $where:literal) => {
        concat!(
            "SELECT ",
            entry_columns!(),
            $more,
            " FROM ",
            $from,
            " WHERE log.organization_id = $1 AND log.seq < $2 AND log.created_at >= $3 AND log.created_at < $4 ",
            $where,
            " ORDER BY log.seq DESC LIMIT $5",
        )
    };
}

const ALL: &str = page!("", "central.audit_logs AS log", "");
const BY_PATIENT: &str = page!(
    ", EXISTS (SELECT FROM central.appointments AS visit WHERE visit.organization_id = $1 AND visit.patient_id = $6 \
         AND visit.scheduled_at >= log.created_at - interval '30 days' \
         AND visit.scheduled_at <= log.created_at + interval '30 days')",
    "central.audit_patients AS named JOIN central.audit_logs AS log \
         ON log.organization_id = named.organization_id AND log.seq = named.seq",
    "AND named.organization_id = $1 AND named.patient_id = $6 AND named.seq < $2"
);
const BY_PERSON: &str = page!("", "central.audit_logs AS log", "AND log.user_id = $6");
const BY_RESOURCE: &str =
    page!("", "central.audit_logs AS log", "AND log.resource_type = $6 AND log.resource_id = $7");
const FAILED_SIGN_INS: &str =
    page!("", "central.audit_logs AS log", "AND log.action = 'sign_in' AND log.outcome <> 'done'");
const AFTER: &str = concat!(
    "SELECT ",
    entry_columns!(),
    " FROM central.audit_logs AS log WHERE log.organization_id = $1 AND log.seq > $2 ORDER BY log.seq LIMIT $3",
);
const SINCE: &str = concat!(
    "SELECT ",
    entry_columns!(),
    " FROM central.audit_logs AS log \
      WHERE log.organization_id = $1 AND log.created_at >= $2 AND log.seq <= $3 ORDER BY log.seq DESC LIMIT $4",
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
        self.query(SINCE, values).await?.iter().rev().map(read).collect()
    }
}

fn read(row: &Row) -> StoreResult<Trailed> {
    let read = entry(row).ok().flatten();
    read.map(|it| it.0).ok_or(StoreError::Unreadable { table: "audit_logs" })
}

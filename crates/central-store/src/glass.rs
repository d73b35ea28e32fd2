//! Who broke the glass for which patient, until when, and what somebody else said of it afterwards.

use crate::{
    columns::at,
    error::StoreResult,
    tenant::{Batch, Tenant, values},
};
use clinic_domain::{
    id::{PatientId, PersonId},
    time::Instant,
};
use tokio_postgres::Row;
use uuid::Uuid;

const BREAK: &str = "INSERT INTO central.broken_glass \
         (organization_id, id, person_id, patient_id, reason_code, reason, began_at, ends_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const IS_BROKEN: &str = "SELECT EXISTS (SELECT FROM central.broken_glass \
     WHERE organization_id = $1 AND person_id = $2 AND patient_id = $3 AND began_at <= $4 AND ends_at > $4)";
macro_rules! glass_columns {
    () => {
        "SELECT id, person_id, patient_id, reason_code, reason, extract(epoch FROM began_at)::bigint, \
             extract(epoch FROM ends_at)::bigint, reviewed_by, extract(epoch FROM reviewed_at)::bigint, is_justified, \
             review_note \
         FROM central.broken_glass WHERE organization_id = $1 AND id < $2"
    };
}
const ALL: &str = concat!(glass_columns!(), " ORDER BY id DESC LIMIT $3");
const TO_REVIEW: &str = concat!(glass_columns!(), " AND reviewed_at IS NULL ORDER BY id DESC LIMIT $3");
const REVIEW: &str = "UPDATE central.broken_glass \
     SET reviewed_by = $3, reviewed_at = $4, is_justified = $5, review_note = $6 \
     WHERE organization_id = $1 AND id = $2 AND reviewed_at IS NULL AND person_id <> $3 RETURNING patient_id";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenGlass {
    pub id: Uuid,
    pub person: PersonId,
    pub patient: PatientId,
    pub reason_code: String,
    pub reason: String,
    pub began_at: Instant,
    pub ends_at: Instant,
    pub review: Option<Review>,
}

/// Of somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    pub by: PersonId,
    pub at: Instant,
    pub is_justified: bool,
    pub note: String,
}

impl Tenant {
    pub fn break_glass(&self, batch: &mut Batch, it: &BrokenGlass) {
        batch.add(
            BREAK,
            values![
                self.organization().0,
                it.id,
                it.person.0,
                it.patient.0,
                it.reason_code.clone(),
                it.reason.clone(),
                at(it.began_at),
                at(it.ends_at),
            ],
        );
    }

    /// Asks whether the person may see more of the patient now than their role does.
    pub fn ask_glass(&self, batch: &mut Batch, person: PersonId, patient: PatientId, now: Instant) -> usize {
        batch.add(IS_BROKEN, values![self.organization().0, person.0, patient.0, at(now)])
    }

    /// The newest first, those before an id.
    pub async fn glass(&mut self, are_all: bool, before: Uuid, most: i64) -> StoreResult<Vec<BrokenGlass>> {
        let sql = if are_all { ALL } else { TO_REVIEW };
        let rows = self.query(sql, values![self.organization().0, before, most]).await?;
        Ok(rows.iter().map(glass).collect())
    }

    /// Whose record it was; nothing for one's own, one that was reviewed, or none.
    pub async fn review_glass(&mut self, id: Uuid, review: &Review) -> StoreResult<Option<PatientId>> {
        let values = values![
            self.organization().0,
            id,
            review.by.0,
            at(review.at),
            review.is_justified,
            review.note.clone(),
        ];
        Ok(self.query(REVIEW, values).await?.first().map(|it| PatientId(it.get(0))))
    }
}

fn glass(row: &Row) -> BrokenGlass {
    let reviewed: Option<Uuid> = row.get(7);
    BrokenGlass {
        id: row.get(0),
        person: PersonId(row.get(1)),
        patient: PatientId(row.get(2)),
        reason_code: row.get(3),
        reason: row.get(4),
        began_at: Instant(row.get(5)),
        ends_at: Instant(row.get(6)),
        review: reviewed.map(|by| Review {
            by: PersonId(by),
            at: Instant(row.get::<_, Option<_>>(8).unwrap_or_default()),
            is_justified: row.get::<_, Option<_>>(9).unwrap_or_default(),
            note: row.get(10),
        }),
    }
}

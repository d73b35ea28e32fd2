//! Patients and who acts for them, as lists.

use crate::{
    columns::{bounded, entities, entity},
    error::StoreResult,
    tenant::{Batch, Tenant, values},
};
use chrono::NaiveDate;
use clinic_domain::{
    id::PatientId,
    patient::{Caregiver, Patient},
};
use tokio_postgres::Row;
use uuid::Uuid;

const PAGE: &str = "SELECT body::text, name_key FROM central.users \
     WHERE organization_id = $1 AND user_type = 'patient' AND (name_key, id) > ($2, $3) \
     ORDER BY name_key, id LIMIT $4";
/// Every pattern in the last list is to be in the name, after a space.
const BY_NAME: &str = "SELECT body::text, name_key FROM central.users \
     WHERE organization_id = $1 AND user_type = 'patient' AND name_key >= $2 AND name_key < $3 \
         AND (' ' || name_key) LIKE ALL ($4::text[]) \
     ORDER BY name_key, id LIMIT $5";
const BY_BIRTH_DATE: &str = "SELECT body::text, name_key FROM central.users \
     WHERE organization_id = $1 AND user_type = 'patient' AND birth_date = $2 ORDER BY name_key, id LIMIT $3";
const BY_RECORD_NUMBER: &str = "SELECT body::text, name_key FROM central.users \
     WHERE organization_id = $1 AND user_type = 'patient' AND medical_record_number = $2";
const BY_ID: &str = "SELECT body::text, name_key FROM central.users \
     WHERE organization_id = $1 AND user_type = 'patient' AND id = ANY ($2)";
const CAREGIVERS: &str = "SELECT body::text FROM central.patient_caregivers \
     WHERE organization_id = $1 AND patient_id = $2 ORDER BY id";

/// Asked at every look-up: each has an index to go by.
pub(crate) const HOT: &[(&str, &str)] = &[
    ("patients in the order of names", PAGE),
    ("patients by name", BY_NAME),
    ("patients by birth date", BY_BIRTH_DATE),
    ("patients by record number", BY_RECORD_NUMBER),
    ("patients by id", BY_ID),
    ("caregivers of a patient", CAREGIVERS),
];

/// A patient with the place that their name has in the order of names.
#[derive(Clone, Debug)]
pub struct NamedPatient {
    pub patient: Patient,
    pub key: String,
}

impl Tenant {
    /// In the order of names, after a place.
    pub async fn patients_page(
        &mut self,
        after: Option<(String, PatientId)>,
        limit: usize,
    ) -> StoreResult<Vec<NamedPatient>> {
        let (key, id) = after.map_or_else(Default::default, |(key, id)| (key, id.0));
        self.named(PAGE, values![self.organization().0, key, id, bounded(limit)]).await
    }

    /// Whose names have a part that begins with each of these words, folded; found by the family name's beginning.
    pub async fn patients_by_name(
        &mut self,
        words: &[String],
        limit: usize,
    ) -> StoreResult<Vec<NamedPatient>> {
        let patterns: Vec<String> = words.iter().map(|it| format!("% {it}%")).collect();
        let mut batch = Batch::default();
        for word in words {
            let beyond = format!("{word}\u{10ffff}");
            let values =
                values![self.organization().0, word.clone(), beyond, patterns.clone(), bounded(limit)];
            batch.add(BY_NAME, values);
        }
        let mut answers = self.run(batch).await?;
        let rows = (0..words.len()).flat_map(|at| answers.take(at)).collect::<Vec<Row>>();
        let mut found = rows.iter().map(read).collect::<StoreResult<Vec<NamedPatient>>>()?;
        found.sort_by(|a, b| (&a.key, a.patient.id).cmp(&(&b.key, b.patient.id)));
        found.dedup_by_key(|it| it.patient.id);
        Ok(found)
    }

    pub async fn patients_born_on(&mut self, day: NaiveDate, limit: usize) -> StoreResult<Vec<NamedPatient>> {
        self.named(BY_BIRTH_DATE, values![self.organization().0, day, bounded(limit)]).await
    }

    pub async fn patients_by_record_number(&mut self, number: &str) -> StoreResult<Vec<NamedPatient>> {
        self.named(BY_RECORD_NUMBER, values![self.organization().0, number.to_owned()]).await
    }

    /// Those that there are, in no order.
    pub async fn patients_by_id(
        &mut self,
        ids: impl IntoIterator<Item = PatientId>,
    ) -> StoreResult<Vec<NamedPatient>> {
        let mut ids: Vec<Uuid> = ids.into_iter().map(|it| it.0).collect();
        ids.sort_unstable();
        ids.dedup();
        self.named(BY_ID, values![self.organization().0, ids]).await
    }

    pub async fn caregivers_of(&mut self, patient: PatientId) -> StoreResult<Vec<Caregiver>> {
        let rows = self.query(CAREGIVERS, values![self.organization().0, patient.0]).await?;
        entities("patient_caregivers", &rows)
    }

    async fn named(
        &mut self,
        sql: &'static str,
        values: Vec<crate::tenant::Value>,
    ) -> StoreResult<Vec<NamedPatient>> {
        self.query(sql, values).await?.iter().map(read).collect()
    }
}

fn read(row: &Row) -> StoreResult<NamedPatient> {
    Ok(NamedPatient { patient: entity("users", row.get(0))?, key: row.get(1) })
}

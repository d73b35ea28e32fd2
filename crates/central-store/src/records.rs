//! Medical records as the database has them: who wrote what kind of record about whom, and bytes that it cannot read.

use crate::{
    columns::{at, count, number},
    error::StoreResult,
    tenant::{Answers, Batch, Tenant, values},
};
use clinic_domain::{
    id::{PatientId, PersonId, ResourceId},
    time::Instant,
};
use tokio_postgres::Row;
use uuid::Uuid;

/// Held until the transaction's end, so that no key goes while something is written under it.
const CURRENT_KEY: &str = "SELECT version, kek, wrapped FROM central.record_keys \
     WHERE organization_id = $1 ORDER BY version DESC LIMIT 1 FOR KEY SHARE";
const KEY: &str =
    "SELECT version, kek, wrapped FROM central.record_keys WHERE organization_id = $1 AND version = $2";
const KEYS: &str =
    "SELECT version, kek, wrapped FROM central.record_keys WHERE organization_id = $1 ORDER BY version";
const ADD_KEY: &str = "INSERT INTO central.record_keys (organization_id, version, kek, wrapped, created_at) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
const WRAP_ANEW: &str =
    "UPDATE central.record_keys SET kek = $3, wrapped = $4 WHERE organization_id = $1 AND version = $2";
const DROP_UNUSED_KEYS: &str = "DELETE FROM central.record_keys AS old WHERE old.organization_id = $1 \
     AND old.version < (SELECT max(version) FROM central.record_keys WHERE organization_id = $1) \
     AND NOT EXISTS (SELECT FROM central.medical_records AS record \
         WHERE record.organization_id = $1 AND record.key_version = old.version) RETURNING old.version";
const ADD: &str = "INSERT INTO central.medical_records \
         (organization_id, id, patient_id, provider_id, author_id, record_type, is_sensitive, created_at, content, \
          key_version) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
macro_rules! record_columns {
    () => {
        "SELECT id, patient_id, provider_id, author_id, record_type, is_sensitive, \
             extract(epoch FROM created_at)::bigint, key_version"
    };
}
const OF_PATIENT: &str = concat!(
    record_columns!(),
    " FROM central.medical_records WHERE organization_id = $1 AND patient_id = $2 \
      ORDER BY created_at DESC, id LIMIT $3"
);
const ONE: &str = concat!(
    record_columns!(),
    ", content FROM central.medical_records WHERE organization_id = $1 AND id = $2"
);
const UNDER_OLD_KEYS: &str = concat!(
    record_columns!(),
    ", content FROM central.medical_records WHERE organization_id = $1 AND key_version < $2 \
      ORDER BY key_version, id LIMIT $3 FOR UPDATE SKIP LOCKED"
);
const ENCRYPT_ANEW: &str = "UPDATE central.medical_records SET content = $3, key_version = $4 \
     WHERE organization_id = $1 AND id = $2";
const CONSENT: &str = "INSERT INTO central.record_consents \
         (organization_id, patient_id, person_id, given_at, recorded_by) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (organization_id, patient_id, person_id) DO UPDATE \
         SET given_at = excluded.given_at, recorded_by = excluded.recorded_by, ended_at = NULL";
const END_CONSENT: &str = "UPDATE central.record_consents SET ended_at = $4 \
     WHERE organization_id = $1 AND patient_id = $2 AND person_id = $3 AND ended_at IS NULL RETURNING person_id";
const HAS_CONSENT: &str = "SELECT EXISTS (SELECT FROM central.record_consents \
     WHERE organization_id = $1 AND patient_id = $2 AND person_id = $3 AND ended_at IS NULL)";

/// A key of an organization's records, wrapped by a key of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey {
    pub version: u64,
    pub kek: String,
    pub wrapped: Vec<u8>,
}

/// A record without what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordLine {
    pub id: Uuid,
    pub patient: PatientId,
    pub provider: Option<ResourceId>,
    pub author: PersonId,
    pub record_type: String,
    pub is_sensitive: bool,
    pub created_at: Instant,
    pub key_version: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncryptedRecord {
    pub line: RecordLine,
    pub content: Vec<u8>,
}

impl Tenant {
    /// The key that new records get, kept from going until the transaction ends.
    pub async fn current_record_key(&mut self) -> StoreResult<Option<WrappedKey>> {
        let rows = self.query(CURRENT_KEY, values![self.organization().0]).await?;
        Ok(rows.first().map(key))
    }

    pub async fn record_key(&mut self, version: u64) -> StoreResult<Option<WrappedKey>> {
        let rows = self.query(KEY, values![self.organization().0, count(version)]).await?;
        Ok(rows.first().map(key))
    }

    pub async fn record_keys(&mut self) -> StoreResult<Vec<WrappedKey>> {
        let rows = self.query(KEYS, values![self.organization().0]).await?;
        Ok(rows.iter().map(key).collect())
    }

    /// Left out where somebody else added that version.
    pub fn add_record_key(&self, batch: &mut Batch, it: &WrappedKey, now: Instant) {
        let (kek, wrapped) = (it.kek.clone(), it.wrapped.clone());
        batch.add(ADD_KEY, values![self.organization().0, count(it.version), kek, wrapped, at(now)]);
    }

    pub fn wrap_record_key_anew(&self, batch: &mut Batch, it: &WrappedKey) {
        let (kek, wrapped) = (it.kek.clone(), it.wrapped.clone());
        batch.add(WRAP_ANEW, values![self.organization().0, count(it.version), kek, wrapped]);
    }

    /// The versions that nothing lay under any more.
    pub async fn drop_unused_record_keys(&mut self) -> StoreResult<Vec<u64>> {
        let rows = self.query(DROP_UNUSED_KEYS, values![self.organization().0]).await?;
        Ok(rows.iter().map(|it| number(it.get(0))).collect())
    }

    pub fn add_record(&self, batch: &mut Batch, it: &EncryptedRecord) {
        let line = &it.line;
        batch.add(
            ADD,
            values![
                self.organization().0,
                line.id,
                line.patient.0,
                line.provider.map(|it| it.0),
                line.author.0,
                line.record_type.clone(),
                line.is_sensitive,
                at(line.created_at),
                it.content.clone(),
                count(line.key_version),
            ],
        );
    }

    /// The newest first.
    pub async fn records_of(&mut self, patient: PatientId, most: i64) -> StoreResult<Vec<RecordLine>> {
        let rows = self.query(OF_PATIENT, values![self.organization().0, patient.0, most]).await?;
        Ok(rows.iter().map(line).collect())
    }

    pub async fn record(&mut self, id: Uuid) -> StoreResult<Option<EncryptedRecord>> {
        let rows = self.query(ONE, values![self.organization().0, id]).await?;
        Ok(rows.first().map(encrypted))
    }

    /// Some of the records that lie under an older key, for this transaction alone.
    pub async fn records_under_old_keys(
        &mut self,
        current: u64,
        most: i64,
    ) -> StoreResult<Vec<EncryptedRecord>> {
        let values = values![self.organization().0, count(current), most];
        Ok(self.query(UNDER_OLD_KEYS, values).await?.iter().map(encrypted).collect())
    }

    pub fn encrypt_record_anew(&self, batch: &mut Batch, id: Uuid, content: Vec<u8>, key_version: u64) {
        batch.add(ENCRYPT_ANEW, values![self.organization().0, id, content, count(key_version)]);
    }

    /// The patient agrees that the person sees the sensitive ones.
    pub fn consent(
        &self,
        batch: &mut Batch,
        patient: PatientId,
        person: PersonId,
        by: PersonId,
        now: Instant,
    ) {
        batch.add(CONSENT, values![self.organization().0, patient.0, person.0, at(now), by.0]);
    }

    /// False where there was none.
    pub async fn end_consent(
        &mut self,
        patient: PatientId,
        person: PersonId,
        now: Instant,
    ) -> StoreResult<bool> {
        let values = values![self.organization().0, patient.0, person.0, at(now)];
        Ok(!self.query(END_CONSENT, values).await?.is_empty())
    }

    pub fn ask_consent(&self, batch: &mut Batch, patient: PatientId, person: PersonId) -> usize {
        batch.add(HAS_CONSENT, values![self.organization().0, patient.0, person.0])
    }
}

impl Answers {
    /// Of a statement that asks whether something is so.
    pub fn is_so(&mut self, at: usize) -> bool {
        self.take(at).first().is_some_and(|it| it.get(0))
    }
}

fn key(row: &Row) -> WrappedKey {
    WrappedKey { version: number(row.get(0)), kek: row.get(1), wrapped: row.get(2) }
}

fn line(row: &Row) -> RecordLine {
    RecordLine {
        id: row.get(0),
        patient: PatientId(row.get(1)),
        provider: row.get::<_, Option<_>>(2).map(ResourceId),
        author: PersonId(row.get(3)),
        record_type: row.get(4),
        is_sensitive: row.get(5),
        created_at: Instant(row.get(6)),
        key_version: number(row.get(7)),
    }
}

fn encrypted(row: &Row) -> EncryptedRecord {
    EncryptedRecord { line: line(row), content: row.get(8) }
}

//! Sessions, and the signed requests that go with them.

use crate::{
    columns::{at, instant, number},
    error::StoreResult,
    tenant::{Answers, Batch, Tenant, values},
};
use clinic_domain::{
    id::{DeviceId, PersonId},
    time::Instant,
};
use tokio_postgres::Row;
use uuid::Uuid;

/// Only while the desk is enrolled and the password is the one that was looked at.
const OPEN: &str = "INSERT INTO central.sessions (organization_id, id, person_id, device_id, public_key, methods, mfa_at, \
         began_at, refreshed_at, expires_at) \
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $8, $9 \
     WHERE ($4::uuid IS NULL OR EXISTS (SELECT FROM central.devices \
             WHERE organization_id = $1 AND id = $4 AND revoked_at IS NULL FOR SHARE)) \
         AND ($10::text IS NULL OR EXISTS (SELECT FROM central.credentials \
             WHERE organization_id = $1 AND person_id = $3 AND password = $10 FOR SHARE)) \
     RETURNING true";
const LOCK: &str = "SELECT id, person_id, device_id, public_key, methods, mfa_at, generation, began_at, refreshed_at, \
         expires_at, ended_at \
     FROM central.sessions WHERE organization_id = $1 AND id = $2 FOR UPDATE";
const OPEN_OF_PERSON: &str = "SELECT id, person_id, device_id, public_key, methods, mfa_at, generation, began_at, \
         refreshed_at, expires_at, ended_at \
     FROM central.sessions WHERE organization_id = $1 AND person_id = $2 AND ended_at IS NULL ORDER BY began_at, id LIMIT 200";
const ROTATE: &str = "UPDATE central.sessions SET generation = generation + 1, refreshed_at = $3 \
     WHERE organization_id = $1 AND id = $2";
const STEP_UP: &str = "UPDATE central.sessions SET mfa_at = $3, methods = $4 \
     WHERE organization_id = $1 AND id = $2 AND ended_at IS NULL RETURNING true";
const END: &str = "UPDATE central.sessions SET ended_at = $3, ended_by = $4 \
     WHERE organization_id = $1 AND id = $2 AND ended_at IS NULL RETURNING true";
const END_OF_PERSON: &str = "UPDATE central.sessions SET ended_at = $4, ended_by = $5 \
     WHERE organization_id = $1 AND person_id = $2 AND id IS DISTINCT FROM $3 AND ended_at IS NULL RETURNING true";
const END_OF_DEVICE: &str = "UPDATE central.sessions SET ended_at = $3, ended_by = $4 \
     WHERE organization_id = $1 AND device_id = $2 AND ended_at IS NULL";
const ENDED_SINCE: &str = "SELECT id FROM central.sessions WHERE organization_id = $1 AND ended_at >= $2";
const TAKE_NONCE: &str = "INSERT INTO central.proof_nonces (organization_id, public_key, nonce, forget_at) \
     VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING true";
const SWEEP_NONCES: &str = "DELETE FROM central.proof_nonces WHERE organization_id = $1 AND (public_key, nonce) IN \
     (SELECT public_key, nonce FROM central.proof_nonces WHERE organization_id = $1 AND forget_at < $2 \
      LIMIT 100 FOR UPDATE SKIP LOCKED)";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: Uuid,
    pub person: PersonId,
    pub device: Option<DeviceId>,
    pub public_key: [u8; 32],
    pub methods: Vec<String>,
    pub mfa_at: Option<Instant>,
    /// The refresh token that is good now is the one of this number.
    pub generation: u64,
    pub began_at: Instant,
    pub refreshed_at: Instant,
    pub expires_at: Instant,
    pub ended_at: Option<Instant>,
}

impl Tenant {
    /// Answers a row if it was opened. `password` is the hash that the person was let in by.
    pub fn open_session(&self, batch: &mut Batch, it: &Session, password: Option<&str>) -> usize {
        batch.add(
            OPEN,
            values![
                self.organization().0,
                it.id,
                it.person.0,
                it.device.map(|it| it.0),
                it.public_key.to_vec(),
                it.methods.clone(),
                it.mfa_at.map(at),
                at(it.began_at),
                at(it.expires_at),
                password.map(str::to_owned),
            ],
        )
    }

    /// Nobody else refreshes it until the end of this transaction.
    pub fn lock_session(&self, batch: &mut Batch, id: Uuid) -> usize {
        batch.add(LOCK, values![self.organization().0, id])
    }

    pub async fn open_sessions(&mut self, person: PersonId) -> StoreResult<Vec<Session>> {
        let rows = self.query(OPEN_OF_PERSON, values![self.organization().0, person.0]).await?;
        Ok(rows.iter().map(session).collect())
    }

    pub fn rotate_session(&self, batch: &mut Batch, id: Uuid, now: Instant) {
        batch.add(ROTATE, values![self.organization().0, id, at(now)]);
    }

    /// Answers a row if the session is open.
    pub fn step_up(&self, batch: &mut Batch, id: Uuid, now: Instant, methods: &[String]) -> usize {
        batch.add(STEP_UP, values![self.organization().0, id, at(now), methods.to_vec()])
    }

    /// Answers a row if it was open.
    pub fn end_session(&self, batch: &mut Batch, id: Uuid, now: Instant, by: &'static str) -> usize {
        batch.add(END, values![self.organization().0, id, at(now), by])
    }

    /// Answers a row for each that was open.
    pub fn end_sessions_of(
        &self,
        batch: &mut Batch,
        person: PersonId,
        but: Option<Uuid>,
        now: Instant,
        by: &'static str,
    ) -> usize {
        batch.add(END_OF_PERSON, values![self.organization().0, person.0, but, at(now), by])
    }

    pub fn end_sessions_on(&self, batch: &mut Batch, device: DeviceId, now: Instant, by: &'static str) {
        batch.add(END_OF_DEVICE, values![self.organization().0, device.0, at(now), by]);
    }

    pub async fn sessions_ended_since(&mut self, since: Instant) -> StoreResult<Vec<Uuid>> {
        let rows = self.query(ENDED_SINCE, values![self.organization().0, at(since)]).await?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    /// Answers a row if the key never signed with this nonce before.
    pub fn take_nonce(
        &self,
        batch: &mut Batch,
        key: [u8; 32],
        nonce: &str,
        forget_at: Instant,
        now: Instant,
    ) -> usize {
        batch.add(SWEEP_NONCES, values![self.organization().0, at(now)]);
        batch.add(TAKE_NONCE, values![self.organization().0, key.to_vec(), nonce.to_owned(), at(forget_at)])
    }
}

impl Answers {
    pub fn session(&mut self, at: usize) -> Option<Session> {
        self.take(at).first().map(session)
    }
}

fn session(row: &Row) -> Session {
    Session {
        id: row.get(0),
        person: PersonId(row.get(1)),
        device: row.get::<_, Option<Uuid>>(2).map(DeviceId),
        public_key: row.get::<_, Vec<u8>>(3).try_into().unwrap_or_default(),
        methods: row.get(4),
        mfa_at: row.get::<_, Option<_>>(5).map(instant),
        generation: number(row.get(6)),
        began_at: instant(row.get(7)),
        refreshed_at: instant(row.get(8)),
        expires_at: instant(row.get(9)),
        ended_at: row.get::<_, Option<_>>(10).map(instant),
    }
}

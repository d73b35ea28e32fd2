//! Passwords, second factors and recovery codes. What is secret is hashed or sealed before it comes here.

use crate::{
    error::StoreResult,
    tenant::{Answers, Batch, Tenant, values},
};
use clinic_domain::id::PersonId;
use tokio_postgres::Row;

const BY_LOGIN: &str = "SELECT person.id, known.password, known.totp_secret, known.totp_pending \
     FROM central.organization_users AS person \
     LEFT JOIN central.credentials AS known ON known.organization_id = person.organization_id AND known.person_id = person.id \
     WHERE person.organization_id = $1 AND person.login = $2 AND person.is_active";
const BY_PERSON: &str = "SELECT person.id, known.password, known.totp_secret, known.totp_pending \
     FROM central.organization_users AS person \
     LEFT JOIN central.credentials AS known ON known.organization_id = person.organization_id AND known.person_id = person.id \
     WHERE person.organization_id = $1 AND person.id = $2 AND person.is_active";
const PUT_PASSWORD: &str = "INSERT INTO central.credentials (organization_id, person_id, password) VALUES ($1, $2, $3) \
     ON CONFLICT (organization_id, person_id) DO UPDATE SET password = excluded.password";
const RAISE_PASSWORD: &str = "UPDATE central.credentials SET password = $4 \
     WHERE organization_id = $1 AND person_id = $2 AND password = $3";
const BEGIN_TOTP: &str = "INSERT INTO central.credentials (organization_id, person_id, totp_pending) VALUES ($1, $2, $3) \
     ON CONFLICT (organization_id, person_id) DO UPDATE SET totp_pending = excluded.totp_pending";
const CONFIRM_TOTP: &str = "UPDATE central.credentials SET totp_secret = totp_pending, totp_pending = NULL, totp_step = $4 \
     WHERE organization_id = $1 AND person_id = $2 AND totp_pending = $3 RETURNING true";
const TAKE_STEP: &str = "UPDATE central.credentials SET totp_step = $4 \
     WHERE organization_id = $1 AND person_id = $2 AND totp_secret = $3 AND totp_step < $4 RETURNING true";
const REMOVE_TOTP: &str = "UPDATE central.credentials SET totp_secret = NULL, totp_pending = NULL \
     WHERE organization_id = $1 AND person_id = $2";
const REMOVE_CODES: &str = "DELETE FROM central.recovery_codes WHERE organization_id = $1 AND person_id = $2";
const PUT_CODES: &str = "INSERT INTO central.recovery_codes (organization_id, person_id, code_hash) \
     SELECT $1, $2, unnest($3::bytea[])";
const TAKE_CODE: &str = "DELETE FROM central.recovery_codes \
     WHERE organization_id = $1 AND person_id = $2 AND code_hash = $3 RETURNING true";

/// What an active person proves who they are with; nothing of it where they were never invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    pub person: PersonId,
    pub password: Option<String>,
    pub totp_secret: Option<Vec<u8>>,
    pub totp_pending: Option<Vec<u8>>,
}

impl Tenant {
    pub fn find_credential(&self, batch: &mut Batch, login: &str) -> usize {
        batch.add(BY_LOGIN, values![self.organization().0, login.to_owned()])
    }

    /// `None` for who does not belong to the organization, or not any more.
    pub async fn credential(&mut self, person: PersonId) -> StoreResult<Option<Credential>> {
        let rows = self.query(BY_PERSON, values![self.organization().0, person.0]).await?;
        Ok(rows.first().map(credential))
    }

    pub fn put_password(&self, batch: &mut Batch, person: PersonId, hash: &str) {
        batch.add(PUT_PASSWORD, values![self.organization().0, person.0, hash.to_owned()]);
    }

    /// The same password at a higher cost, unless it was changed meanwhile.
    pub fn raise_password(&self, batch: &mut Batch, person: PersonId, from: &str, to: &str) {
        let values = values![self.organization().0, person.0, from.to_owned(), to.to_owned()];
        batch.add(RAISE_PASSWORD, values);
    }

    pub fn begin_totp(&self, batch: &mut Batch, person: PersonId, sealed: Vec<u8>) {
        batch.add(BEGIN_TOTP, values![self.organization().0, person.0, sealed]);
    }

    /// Answers a row if this secret was still waiting.
    pub fn confirm_totp(&self, batch: &mut Batch, person: PersonId, sealed: Vec<u8>, step: i64) -> usize {
        batch.add(CONFIRM_TOTP, values![self.organization().0, person.0, sealed, step])
    }

    /// Answers a row if no code of this time step or of a later one was taken.
    pub fn take_totp_step(&self, batch: &mut Batch, person: PersonId, sealed: Vec<u8>, step: i64) -> usize {
        batch.add(TAKE_STEP, values![self.organization().0, person.0, sealed, step])
    }

    pub fn remove_totp(&self, batch: &mut Batch, person: PersonId) {
        batch.add(REMOVE_TOTP, values![self.organization().0, person.0]);
        batch.add(REMOVE_CODES, values![self.organization().0, person.0]);
    }

    /// In place of those that were.
    pub fn put_recovery_codes(&self, batch: &mut Batch, person: PersonId, hashes: &[[u8; 32]]) {
        batch.add(REMOVE_CODES, values![self.organization().0, person.0]);
        let hashes: Vec<Vec<u8>> = hashes.iter().map(|it| it.to_vec()).collect();
        batch.add(PUT_CODES, values![self.organization().0, person.0, hashes]);
    }

    /// Answers a row if it was one of theirs; it is none afterwards.
    pub fn take_recovery_code(&self, batch: &mut Batch, person: PersonId, hash: [u8; 32]) -> usize {
        batch.add(TAKE_CODE, values![self.organization().0, person.0, hash.to_vec()])
    }
}

impl Answers {
    pub fn credential(&mut self, at: usize) -> Option<Credential> {
        self.take(at).first().map(credential)
    }

    /// Whether the statement found what it was to change.
    pub fn is_done(&mut self, at: usize) -> bool {
        !self.take(at).is_empty()
    }
}

fn credential(row: &Row) -> Credential {
    Credential {
        person: PersonId(row.get(0)),
        password: row.get(1),
        totp_secret: row.get(2),
        totp_pending: row.get(3),
    }
}

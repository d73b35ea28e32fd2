//! The organization's own identity provider, whom its subjects are, and who is there just now.

use crate::{
    columns::at,
    error::{StoreError, StoreResult},
    tenant::{Answers, Batch, Tenant, values},
};
use clinic_domain::{
    id::{DeviceId, PersonId},
    time::Instant,
};
use std::collections::BTreeMap;
use uuid::Uuid;

const PROVIDER: &str = "SELECT issuer, client_id, client_secret, required_claims::text, is_enforced, is_mfa_trusted \
     FROM central.identity_providers WHERE organization_id = $1";
const PUT_PROVIDER: &str = "INSERT INTO central.identity_providers \
         (organization_id, issuer, client_id, client_secret, required_claims, is_enforced, is_mfa_trusted) \
     VALUES ($1, $2, $3, $4, $5::text::json, $6, $7) \
     ON CONFLICT (organization_id) DO UPDATE SET issuer = excluded.issuer, client_id = excluded.client_id, \
         client_secret = excluded.client_secret, required_claims = excluded.required_claims, \
         is_enforced = excluded.is_enforced, is_mfa_trusted = excluded.is_mfa_trusted";
const REMOVE_PROVIDER: &str =
    "DELETE FROM central.identity_providers WHERE organization_id = $1 RETURNING true";
const BEGIN: &str = "INSERT INTO central.identity_requests (organization_id, state_hash, issuer, nonce, verifier, redirect, \
         public_key, device_id, person_id, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const SWEEP: &str = "DELETE FROM central.identity_requests WHERE organization_id = $1 AND state_hash IN \
     (SELECT state_hash FROM central.identity_requests WHERE organization_id = $1 AND expires_at < $2 \
      LIMIT 100 FOR UPDATE SKIP LOCKED)";
const TAKE: &str = "DELETE FROM central.identity_requests \
     WHERE organization_id = $1 AND state_hash = $2 AND expires_at > $3 \
     RETURNING issuer, nonce, verifier, redirect, public_key, device_id, person_id";
const PERSON_OF: &str =
    "SELECT person_id FROM central.identities WHERE organization_id = $1 AND issuer = $2 AND subject = $3";
const BIND: &str = "INSERT INTO central.identities (organization_id, issuer, subject, person_id) VALUES ($1, $2, $3, $4) \
     ON CONFLICT DO NOTHING RETURNING true";
const UNBIND: &str =
    "DELETE FROM central.identities WHERE organization_id = $1 AND person_id = $2 RETURNING true";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityProvider {
    pub issuer: String,
    pub client_id: String,
    /// Sealed.
    pub client_secret: Option<Vec<u8>>,
    pub required_claims: BTreeMap<String, String>,
    pub is_enforced: bool,
    pub is_mfa_trusted: bool,
}

/// Somebody who was sent to the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityRequest {
    pub issuer: String,
    pub nonce: String,
    /// Sealed.
    pub verifier: Vec<u8>,
    pub redirect: String,
    pub public_key: [u8; 32],
    pub device: Option<DeviceId>,
    pub person: Option<PersonId>,
}

impl Tenant {
    pub fn find_identity_provider(&self, batch: &mut Batch) -> usize {
        batch.add(PROVIDER, values![self.organization().0])
    }

    pub fn put_identity_provider(&self, batch: &mut Batch, it: &IdentityProvider) {
        let claims = serde_json::to_string(&it.required_claims).unwrap_or_default();
        batch.add(
            PUT_PROVIDER,
            values![
                self.organization().0,
                it.issuer.clone(),
                it.client_id.clone(),
                it.client_secret.clone(),
                claims,
                it.is_enforced,
                it.is_mfa_trusted,
            ],
        );
    }

    /// Answers a row if there was one.
    pub fn remove_identity_provider(&self, batch: &mut Batch) -> usize {
        batch.add(REMOVE_PROVIDER, values![self.organization().0])
    }

    pub fn begin_identity_request(
        &self,
        batch: &mut Batch,
        state_hash: [u8; 32],
        it: &IdentityRequest,
        (now, expires_at): (Instant, Instant),
    ) {
        batch.add(SWEEP, values![self.organization().0, at(now)]);
        batch.add(
            BEGIN,
            values![
                self.organization().0,
                state_hash.to_vec(),
                it.issuer.clone(),
                it.nonce.clone(),
                it.verifier.clone(),
                it.redirect.clone(),
                it.public_key.to_vec(),
                it.device.map(|it| it.0),
                it.person.map(|it| it.0),
                at(expires_at),
            ],
        );
    }

    /// Each comes back once.
    pub fn take_identity_request(&self, batch: &mut Batch, state_hash: [u8; 32], now: Instant) -> usize {
        batch.add(TAKE, values![self.organization().0, state_hash.to_vec(), at(now)])
    }

    pub async fn person_of_identity(&mut self, issuer: &str, subject: &str) -> StoreResult<Option<PersonId>> {
        let values = values![self.organization().0, issuer.to_owned(), subject.to_owned()];
        Ok(self.query(PERSON_OF, values).await?.first().map(|row| PersonId(row.get(0))))
    }

    /// Answers a row unless the subject or the person is bound already.
    pub fn bind_identity(&self, batch: &mut Batch, issuer: &str, subject: &str, person: PersonId) -> usize {
        batch.add(BIND, values![self.organization().0, issuer.to_owned(), subject.to_owned(), person.0])
    }

    /// Answers a row for each that was bound.
    pub fn unbind_identities(&self, batch: &mut Batch, person: PersonId) -> usize {
        batch.add(UNBIND, values![self.organization().0, person.0])
    }
}

impl Answers {
    /// # Errors
    /// [`StoreError::Unreadable`] for claims that are none.
    pub fn identity_provider(&mut self, at: usize) -> StoreResult<Option<IdentityProvider>> {
        let rows = self.take(at);
        let Some(row) = rows.first() else { return Ok(None) };
        let claims = serde_json::from_str(row.get(3));
        Ok(Some(IdentityProvider {
            issuer: row.get(0),
            client_id: row.get(1),
            client_secret: row.get(2),
            required_claims: claims.map_err(|_| StoreError::Unreadable { table: "identity_providers" })?,
            is_enforced: row.get(4),
            is_mfa_trusted: row.get(5),
        }))
    }

    pub fn identity_request(&mut self, at: usize) -> Option<IdentityRequest> {
        self.take(at).first().map(|row| IdentityRequest {
            issuer: row.get(0),
            nonce: row.get(1),
            verifier: row.get(2),
            redirect: row.get(3),
            public_key: row.get::<_, Vec<u8>>(4).try_into().unwrap_or_default(),
            device: row.get::<_, Option<Uuid>>(5).map(DeviceId),
            person: row.get::<_, Option<Uuid>>(6).map(PersonId),
        })
    }
}

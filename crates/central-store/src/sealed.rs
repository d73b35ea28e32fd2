//! Everything that lies here sealed under the service's own key, for who seals it under another one.

use crate::{
    error::StoreResult,
    tenant::{Batch, Tenant, values},
};
use clinic_domain::id::{DeviceId, PersonId};
use uuid::Uuid;

/// Locked, so that nobody puts another in its place meanwhile.
const FACTORS: &str = "SELECT person_id, totp_secret, totp_pending FROM central.credentials \
     WHERE organization_id = $1 AND (totp_secret IS NOT NULL OR totp_pending IS NOT NULL) ORDER BY person_id FOR UPDATE";
const CLIENT_SECRET: &str = "SELECT issuer, client_secret FROM central.identity_providers \
     WHERE organization_id = $1 AND client_secret IS NOT NULL FOR UPDATE";
const SALVAGED: &str = "SELECT id, device_id, sealed FROM central.salvaged_operations \
     WHERE organization_id = $1 AND id > $2 AND sealed <> '' ORDER BY id LIMIT $3 FOR UPDATE";
const PUT_FACTOR: &str =
    "UPDATE central.credentials SET totp_secret = $3 WHERE organization_id = $1 AND person_id = $2";
const PUT_PENDING: &str =
    "UPDATE central.credentials SET totp_pending = $3 WHERE organization_id = $1 AND person_id = $2";
const PUT_CLIENT_SECRET: &str =
    "UPDATE central.identity_providers SET client_secret = $2 WHERE organization_id = $1";
const PUT_SALVAGED: &str =
    "UPDATE central.salvaged_operations SET sealed = $3 WHERE organization_id = $1 AND id = $2";

/// Where it lies, and what it is sealed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealedAt {
    Factor(PersonId),
    PendingFactor(PersonId),
    ClientSecret { issuer: String },
    Salvaged { id: Uuid, device: DeviceId },
}

impl Tenant {
    /// Second factors and the secret of the identity provider.
    pub async fn sealed_secrets(&mut self) -> StoreResult<Vec<(SealedAt, Vec<u8>)>> {
        let mut batch = Batch::default();
        let factors = batch.add(FACTORS, values![self.organization().0]);
        let secret = batch.add(CLIENT_SECRET, values![self.organization().0]);
        let mut answers = self.run(batch).await?;
        let mut sealed = Vec::new();
        for row in answers.take(factors) {
            let person = PersonId(row.get(0));
            sealed.extend(row.get::<_, Option<_>>(1).map(|it| (SealedAt::Factor(person), it)));
            sealed.extend(row.get::<_, Option<_>>(2).map(|it| (SealedAt::PendingFactor(person), it)));
        }
        let secret = answers.take(secret);
        sealed.extend(secret.iter().map(|row| (SealedAt::ClientSecret { issuer: row.get(0) }, row.get(1))));
        Ok(sealed)
    }

    /// Salvaged lines after one of them.
    pub async fn sealed_lines(&mut self, after: Uuid, limit: i64) -> StoreResult<Vec<(SealedAt, Vec<u8>)>> {
        let rows = self.query(SALVAGED, values![self.organization().0, after, limit]).await?;
        let at =
            |row: &tokio_postgres::Row| SealedAt::Salvaged { id: row.get(0), device: DeviceId(row.get(1)) };
        Ok(rows.iter().map(|row| (at(row), row.get(2))).collect())
    }

    pub fn seal_anew(&self, batch: &mut Batch, at: &SealedAt, sealed: Vec<u8>) {
        let organization = self.organization().0;
        match at {
            SealedAt::Factor(person) => batch.add(PUT_FACTOR, values![organization, person.0, sealed]),
            SealedAt::PendingFactor(person) => {
                batch.add(PUT_PENDING, values![organization, person.0, sealed])
            }
            SealedAt::ClientSecret { .. } => batch.add(PUT_CLIENT_SECRET, values![organization, sealed]),
            SealedAt::Salvaged { id, .. } => batch.add(PUT_SALVAGED, values![organization, *id, sealed]),
        };
    }
}

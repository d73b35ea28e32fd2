//! The audit trail: written by one function of the database, chained by it, never changed.
//!
//! The chain: `hash(n) = SHA-256(hash(n-1) || n as 8 bytes, big end first || leaf(n))`, from 32 zero bytes on, and
//! `leaf` = SHA-256 over the entry's canonical bytes, see [`AuditEntry::leaf`].

use crate::{
    columns::at,
    tenant::{Batch, values},
};
use clinic_domain::{
    id::{DeviceId, PatientId, PersonId},
    time::Instant,
};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use uuid::Uuid;

const APPEND: &str =
    "SELECT central.append_audit($1, $2, $3, $4, $5, $6, $7, $8, $9::text::json, $10, $11, $12, $13)";
const BEGIN_CHAIN: &str = "INSERT INTO central.audit_heads (organization_id) VALUES ($1)";

/// One act, or one look. Codes and ids; never what stands in a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    pub id: Uuid,
    pub user: Option<PersonId>,
    pub device: Option<DeviceId>,
    pub action: &'static str,
    pub resource_type: &'static str,
    pub resource_id: Option<String>,
    pub patients: Vec<PatientId>,
    pub outcome: &'static str,
    /// A JSON object.
    pub details: String,
    pub ip_address: Option<IpAddr>,
    pub user_agent: Option<String>,
    pub at: Instant,
}

impl AuditEntry {
    /// Each field with its length before it, so that no two entries have the same bytes; absent and empty differ.
    #[must_use]
    pub fn leaf(&self) -> [u8; 32] {
        let mut digest = Sha256::new();
        let mut field = |bytes: Option<&[u8]>| {
            digest.update([u8::from(bytes.is_some())]);
            let bytes = bytes.unwrap_or_default();
            digest.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(bytes);
        };
        let patients: Vec<u8> = self.patients.iter().flat_map(|it| *it.as_bytes()).collect();
        let address = self.ip_address.map(|it| it.to_string());
        field(Some(self.id.as_bytes()));
        field(self.user.as_ref().map(|it| &it.as_bytes()[..]));
        field(self.device.as_ref().map(|it| &it.as_bytes()[..]));
        field(Some(self.action.as_bytes()));
        field(Some(self.resource_type.as_bytes()));
        field(self.resource_id.as_ref().map(String::as_bytes));
        field(Some(&patients));
        field(Some(self.outcome.as_bytes()));
        field(Some(self.details.as_bytes()));
        field(address.as_ref().map(String::as_bytes));
        field(self.user_agent.as_ref().map(String::as_bytes));
        field(Some(&self.at.0.to_be_bytes()));
        digest.finalize().into()
    }

    /// The statement that adds it to the chain of the transaction's organization. Put it last: the end of the chain stays
    /// locked until the transaction's own end.
    pub fn append(&self, batch: &mut Batch) {
        let patients: Vec<Uuid> = self.patients.iter().map(|it| it.0).collect();
        batch.add(
            APPEND,
            values![
                self.id,
                self.user.map(|it| it.0),
                self.device.map(|it| it.0),
                self.action,
                self.resource_type,
                self.resource_id.clone(),
                patients,
                self.outcome,
                self.details.clone(),
                self.ip_address,
                self.user_agent.clone(),
                at(self.at),
                self.leaf().to_vec(),
            ],
        );
    }
}

/// A new organization's chain.
pub(crate) fn begin_chain(batch: &mut Batch, organization: Uuid) {
    batch.add(BEGIN_CHAIN, values![organization]);
}

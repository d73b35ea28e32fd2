//! The audit trail: written by one function of the database, chained by it, never changed.

use crate::{
    chain::{Fields, Hash, genesis},
    columns::at,
    tenant::{Batch, Value, values},
};
use clinic_domain::{
    id::{DeviceId, OrganizationId, PatientId, PersonId},
    time::Instant,
};
use std::net::IpAddr;
use uuid::Uuid;

const APPEND: &str = "SELECT central.append_audit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const BEGIN_CHAIN: &str = "INSERT INTO central.audit_heads (organization_id, seq, hash) VALUES ($1, 0, $2)";

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
    /// Of what a command of the administrator does, on nobody's behalf.
    #[must_use]
    pub fn of_command(
        id: Uuid,
        action: &'static str,
        resource_type: &'static str,
        at: Instant,
    ) -> AuditEntry {
        AuditEntry {
            id,
            user: None,
            device: None,
            action,
            resource_type,
            resource_id: None,
            patients: Vec::new(),
            outcome: "done",
            details: r#"{"by":"command"}"#.to_owned(),
            ip_address: None,
            user_agent: None,
            at,
        }
    }

    /// What the chain takes up of it.
    #[must_use]
    pub fn leaf(&self) -> Hash {
        let patients: Vec<Uuid> = self.patients.iter().map(|it| it.0).collect();
        let fields = Fields {
            id: self.id,
            user: self.user.map(|it| it.0),
            device: self.device.map(|it| it.0),
            action: self.action,
            resource_type: self.resource_type,
            resource_id: self.resource_id.as_deref(),
            patients: &patients,
            outcome: self.outcome,
            details: &self.details,
            ip_address: self.ip_address,
            user_agent: self.user_agent.as_deref(),
            at_seconds: self.at.0,
        };
        fields.leaf()
    }

    /// Adds it to the chain of the transaction's organization, with the other entries of the batch and after all of its
    /// statements: the end of the chain stays locked until the transaction's own end.
    pub fn append(&self, batch: &mut Batch) {
        batch.note(self.clone());
    }

    fn patients_text(&self) -> String {
        let ids: Vec<String> = self.patients.iter().map(|it| it.0.to_string()).collect();
        format!("{{{}}}", ids.join(","))
    }
}

/// The statement that adds entries to the chain, in their order.
pub(crate) fn append_all(entries: &[AuditEntry]) -> (&'static str, Vec<Value>) {
    let each = || entries.iter();
    let values = values![
        each().map(|it| it.id).collect::<Vec<Uuid>>(),
        each().map(|it| it.user.map(|it| it.0)).collect::<Vec<Option<Uuid>>>(),
        each().map(|it| it.device.map(|it| it.0)).collect::<Vec<Option<Uuid>>>(),
        each().map(|it| it.action).collect::<Vec<&str>>(),
        each().map(|it| it.resource_type).collect::<Vec<&str>>(),
        each().map(|it| it.resource_id.clone()).collect::<Vec<Option<String>>>(),
        each().map(AuditEntry::patients_text).collect::<Vec<String>>(),
        each().map(|it| it.outcome).collect::<Vec<&str>>(),
        each().map(|it| it.details.clone()).collect::<Vec<String>>(),
        each().map(|it| it.ip_address).collect::<Vec<Option<IpAddr>>>(),
        each().map(|it| it.user_agent.clone()).collect::<Vec<Option<String>>>(),
        each().map(|it| at(it.at)).collect::<Vec<_>>(),
        each().map(|it| it.leaf().to_vec()).collect::<Vec<Vec<u8>>>(),
    ];
    (APPEND, values)
}

/// A new organization's chain.
pub(crate) fn begin_chain(batch: &mut Batch, organization: OrganizationId) {
    batch.add(BEGIN_CHAIN, values![organization.0, genesis(organization).to_vec()]);
}

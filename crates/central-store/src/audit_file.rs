//! The trail's second copy: a file that is only ever added to, best on another machine's disk. What cannot be written there
//! is not done and not shown; what was written and then failed in the database stands there as one line more.

use crate::{
    audit::AuditEntry,
    error::{StoreError, StoreResult},
};
use clinic_domain::id::OrganizationId;
use clinic_protocol::hex::hex_of;
use serde::{Deserialize, Serialize};
use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};
use uuid::Uuid;

/// A line of the file: JSON.
#[derive(Debug, Serialize, Deserialize)]
pub struct Line {
    pub organization: OrganizationId,
    pub id: Uuid,
    /// What the chain takes up of the entry, as hexadecimal.
    pub leaf: String,
    pub user: Option<Uuid>,
    pub device: Option<Uuid>,
    pub action: String,
    pub resource_type: String,
    pub resource_id: Option<String>,
    pub patients: Vec<Uuid>,
    pub outcome: String,
    pub details: serde_json::Value,
    pub address: Option<String>,
    pub user_agent: Option<String>,
    pub at: i64,
}

#[derive(Clone)]
pub struct AuditFile(Arc<Mutex<File>>);

impl AuditFile {
    /// # Errors
    /// It cannot be opened for adding.
    pub fn open(path: &Path) -> std::io::Result<AuditFile> {
        let file = OpenOptions::new().append(true).create(true).open(path)?;
        Ok(AuditFile(Arc::new(Mutex::new(file))))
    }

    /// Returns when they are on the disk.
    pub(crate) async fn add(&self, organization: OrganizationId, entries: &[AuditEntry]) -> StoreResult<()> {
        let mut bytes = Vec::new();
        for entry in entries {
            let line = line(organization, entry).map_err(|_| StoreError::AuditFile)?;
            serde_json::to_writer(&mut bytes, &line).map_err(|_| StoreError::AuditFile)?;
            bytes.push(b'\n');
        }
        let file = Arc::clone(&self.0);
        let written = tokio::task::spawn_blocking(move || {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            file.write_all(&bytes)?;
            file.sync_data()
        });
        written.await.ok().and_then(Result::ok).ok_or(StoreError::AuditFile)
    }
}

fn line(organization: OrganizationId, it: &AuditEntry) -> serde_json::Result<Line> {
    Ok(Line {
        organization,
        id: it.id,
        leaf: hex_of(&it.leaf()),
        user: it.user.map(|it| it.0),
        device: it.device.map(|it| it.0),
        action: it.action.to_owned(),
        resource_type: it.resource_type.to_owned(),
        resource_id: it.resource_id.clone(),
        patients: it.patients.iter().map(|it| it.0).collect(),
        outcome: it.outcome.to_owned(),
        details: serde_json::from_str(&it.details)?,
        address: it.ip_address.map(|it| it.to_string()),
        user_agent: it.user_agent.clone(),
        at: it.at.0,
    })
}
